"""One appeal whole: as the body that has it sees it, and as its sender sees it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.appeals import policy
from answerable.appeals.models import Answer, Appeal, Draft, Incident, Point, Reason, Sender
from answerable.appeals.queries import proving
from answerable.appeals.queries.case_view import (
    AnswerView,
    CameBack,
    CaseView,
    DraftLine,
    HistoryLine,
    LetterProof,
    PointView,
    PromiseView,
    SaidMessage,
    SenderView,
)
from answerable.appeals.queries.dates import disputable_until
from answerable.appeals.queries.scope import is_seen_by, seen_by, standing
from answerable.appeals.queries.steps import steps_of
from answerable.appeals.queries.taken import words_in
from answerable.appeals.rules import life
from answerable.appeals.rules import points as point_rules
from answerable.appeals.rules.taken import own_ratings
from answerable.appeals.sealed_fields import (
    ANSWER_TEXT,
    APPEAL_CHOSEN,
    APPEAL_WHEREABOUTS,
    DRAFT_BODY,
    INCIDENT_TITLE,
    POINT_REPLY,
    POINT_TEXT,
    REASON_TEXT,
    SENDER_ADDRESS,
    SENDER_CONTACT,
    SENDER_NAME,
)
from answerable.appeals.terms import Deed, subject_of
from answerable.appeals.wording import history as history_words
from answerable.base import row_scope
from answerable.base.actor import Actor, ActorKind, named
from answerable.base.sealed import SealedField
from answerable.base.verdict import MissingError, Verdict
from answerable.channels import queries as channels_queries
from answerable.channels.queries import deliveries
from answerable.channels.terms import Channel, MessageKind
from answerable.law.wording import deadlines as deadline_words
from answerable.ledger.queries import held, history_of
from answerable.people.queries import names_of
from answerable.promises import queries as promises_queries
from answerable.vault import queries as vault_queries
from answerable.vault.models import File
from answerable.vault.sealing import read_text

MOST_PROOFS = 20  # letters whose proof is shown
# Deeds of a body's inner work: the sender's history leaves them out.
INNER = frozenset(
    {
        Deed.NOTED,
        Deed.ASSIGNED,
        Deed.OFFERED,
        Deed.RETURNED,
        Deed.LOOKED,
        Deed.CATEGORISED,
        Deed.GROUPED,
        Deed.UNGROUPED,
        Deed.RECUSED,
    }
)
# What the sender alone should know: whether a receipt is kept can matter to somebody who is afraid.
DISCREET = frozenset({Deed.RECEIPT_DECLINED, Deed.RECEIPT_SENT})
# Which deed an act is, so that a page can leave out what the state doesn't allow.
ACT_DEEDS = {
    "accept": Deed.ACCEPTED,
    "assign": Deed.ASSIGNED,
    "note": Deed.NOTED,
    "ask": Deed.ASKED,
    "points": Deed.POINTS_SET,
    "categorise": Deed.CATEGORISED,
    "matter": Deed.MATTER_SET,
    "correct": Deed.CORRECTED,
    "step": Deed.STEP_DONE,
    "hand_on": Deed.HANDED_ON,
    "forward": Deed.FORWARDED,
    "extend": Deed.EXTENDED,
    "term": Deed.TERM_SET,
    "refuse": Deed.EXAMINATION_REFUSED,
    "draft": Deed.ANSWERED,
    "answer": Deed.ANSWERED,
    "sign": Deed.ANSWERED,
    "return": Deed.RETURNED,
    "group": Deed.GROUPED,
    "merge": Deed.MERGED,
    "recuse": Deed.RECUSED,
    "publish": Deed.PUBLISHED,
    "meant": Deed.BARRED,
    "about": Deed.BARRED,
    "close": Deed.CLOSED,
}


def case(actor: Actor, appeal: Appeal, *, at: datetime) -> CaseView:
    """The appeal as somebody at a desk sees it. Missing for who may not read it."""
    if not is_seen_by(actor, appeal):
        raise MissingError
    return _Reading(actor, appeal, at, inner=True).case()


def followed(actor: Actor, *, at: datetime) -> CaseView:
    """The sender's own appeal: posts instead of inner names, no inner notes."""
    appeal = Appeal.objects.select_related("category", "territory").filter(id=actor.id).first()
    if appeal is None or not is_seen_by(actor, appeal):
        raise MissingError
    return _Reading(actor, appeal, at, inner=False).case()


@dataclass(slots=True)
class _Reading:
    """One reading of one appeal: a fixed number of queries, whatever has happened to it."""

    actor: Actor
    appeal: Appeal
    at: datetime
    inner: bool
    changed: frozenset[proving.Row] = frozenset()

    def case(self) -> CaseView:
        """Everything at once."""
        appeal, subject = self.appeal, subject_of(self.appeal.id)
        self.changed = proving.changed_in(appeal)
        files = list(vault_queries.files_of(subject))
        entries = history_of(str(subject))
        messages = list(channels_queries.messages_of(subject))
        answers = list(Answer.objects.filter(appeal=appeal).order_by("id"))
        drafts = list(Draft.objects.filter(appeal=appeal)) if self.inner else []
        people = self._people(entries, messages, answers, drafts)
        said = [self._said(message, files, people) for message in messages]
        text = next((one.text for one in said if one.incoming), "")
        late = proving.late_by_the_log(appeal, answers, entries, at=self.at)
        return CaseView(
            appeal=appeal,
            text=text,
            gist=point_rules.gist(text),
            whereabouts=self._open(APPEAL_WHEREABOUTS, appeal.whereabouts, appeal.id),
            chosen=self._chosen(),
            messages=said,
            files=files,
            sender=self._sender(),
            proofs=self._proofs(messages) if self.inner else [],
            points=self._points(text, entries),
            answers=[self._answer(one, people, late) for one in answers],
            history=self._history(entries, people),
            due_sentence=deadline_words.why(appeal.due_facts),
            may=self._may(),
            **self._drafts(drafts, entries, people),
            incident_title=self._incident(),
            disputable_until=disputable_until(appeal) if appeal.answered_at else None,
            steps=steps_of(appeal, entries),
            goes_on=self._goes_on(),
            changed=self.changed,
        )

    def _people(
        self, entries: list[Any], messages: list[Any], answers: list[Answer], drafts: list[Draft]
    ) -> dict[int, Any]:
        """Everybody who is named on the page, in one query."""
        words = [entry.actor for entry in entries] + [message.author for message in messages]
        signed = {answer.by_id for answer in answers} | {draft.account_id for draft in drafts}
        return names_of(_officers(words) | signed)

    def _answer(self, row: Answer, people: dict[int, Any], late: tuple[int, datetime] | None) -> AnswerView:
        return AnswerView(
            id=row.id,
            at=row.at,
            body=row.body_id,
            by=self._name(f"officer/{row.by_id}", people),
            text=self._open(ANSWER_TEXT, row.text, row.id),
            late=row.late,
            changed=("appeals_answer", row.id) in self.changed,
            proven_late=late[1] if late is not None and late[0] == row.id else None,
        )

    def _draft(self, drafts: list[Draft]) -> dict[str, Any] | None:
        """What the reader was typing, if they were."""
        mine = next((draft for draft in drafts if draft.account_id == self.actor.id), None)
        if mine is None:
            return None
        opened = self._open(DRAFT_BODY, mine.body, mine.id)
        try:
            typed: dict[str, Any] = json.loads(opened)
        except ValueError:
            return {"text": opened}
        return typed

    def _drafts(self, drafts: list[Draft], entries: list[Any], people: dict[int, Any]) -> dict[str, Any]:
        """Who else is writing; what the reader was typing, whether it waits for a signature, and why it came back."""
        others = [one for one in drafts if one.account_id != self.actor.id]
        return {
            "others_writing": [
                DraftLine(
                    one.id, self._name(f"officer/{one.account_id}", people), one.saved_at, one.offered_at is not None
                )
                for one in others
            ],
            "draft": self._draft(drafts),
            "offered_at": next((one.offered_at for one in drafts if one.account_id == self.actor.id), None),
            "came_back": self._came_back(drafts, entries, people),
        }

    def _came_back(self, drafts: list[Draft], entries: list[Any], people: dict[int, Any]) -> CameBack | None:
        """The remark with which the reader's own answer was returned, until it is put up again."""
        ours = next((draft.returned for draft in drafts if draft.account_id == self.actor.id), None)
        entry = next((one for one in entries if one.id == ours), None)
        kept = None if entry is None else Reason.objects.filter(entry=entry.id).first()
        if entry is None or kept is None:
            return None
        return CameBack(self._name(entry.actor, people), entry.at, self._open(REASON_TEXT, kept.text, entry.id))

    def _open(self, field: SealedField, sealed: bytes | memoryview | None, ref: int) -> str:
        return read_text(field, sealed, root=self.appeal.root, ref=ref)

    def _chosen(self) -> list[tuple[str, str]]:
        """The category's questions as they were asked, with what the sender chose."""
        if self.appeal.chosen is None:
            return []
        opened = self._open(APPEAL_CHOSEN, self.appeal.chosen, self.appeal.id)
        try:
            return [(asked, answered) for asked, answered in json.loads(opened or "[]")]
        except ValueError:
            return [("", opened)]

    def _name(self, word: str, people: dict[int, Any]) -> str:
        """Who: a person's name at a desk, a post for the sender, a word for everybody else."""
        kind, ref = named(word)
        account = people.get(ref) if kind == "officer" else None
        return history_words.who(kind, account, inner=self.inner)

    def _said(self, message: Any, files: list[File], people: dict[int, Any]) -> SaidMessage:
        return SaidMessage(
            id=message.id,
            at=message.at,
            incoming=message.incoming,
            kind=message.kind,
            by=self._name(message.author, people),
            text=channels_queries.message_text(message),
            files=[file for file in files if file.message == message.id],
            changed=("channels_message", message.id) in self.changed,
            taken=message.kind == MessageKind.DISPUTE and named(message.author)[0] == ActorKind.OFFICER,
        )

    def _proofs(self, messages: list[Any]) -> list[LetterProof]:
        """What was found of the senders of letters; nothing is asked where none came by letter."""
        if not any(message.incoming and message.channel == Channel.EMAIL for message in messages):
            return []
        found = deliveries.deliveries_of(subject_of(self.appeal.id)).exclude(proof="").filter(channel=Channel.EMAIL)
        return [LetterProof(*row) for row in found.values_list("at", "proof", "checks")[:MOST_PROOFS]]

    def _sender(self) -> SenderView | None:
        """Name and contact, for whom the policy lets see them; None for others."""
        if not policy.can_see_sender(self.actor, standing(self.appeal)):
            return None
        row = Sender.objects.filter(appeal=self.appeal.id).first()
        if row is None:
            return SenderView()
        opened = {
            field.column: self._open(field, getattr(row, field.column), self.appeal.id)
            for field in (SENDER_NAME, SENDER_ADDRESS, SENDER_CONTACT)
        }
        return SenderView(**opened, way=row.way)

    def _points(self, text: str, entries: list[Any]) -> list[PointView]:
        """The written points; before any is written, those suggested from the text."""
        rows = list(Point.objects.filter(appeal=self.appeal).order_by("place"))
        if not rows:
            return [PointView(None, place, said) for place, said in enumerate(point_rules.suggested(text), start=1)]
        own = own_ratings(words_in(entries), {row.place: row.rating for row in rows})
        made = {
            promise.id: promise
            for promise in promises_queries.made_in(subject_of(self.appeal.id)).select_related("owner")
        }
        return [
            PointView(
                id=row.id,
                place=row.place,
                text=self._open(POINT_TEXT, row.text, row.id),
                outcome=row.outcome,
                reply=self._open(POINT_REPLY, row.reply, row.id),
                ground=row.ground,
                promise=self._promise(made.get(row.promise)) if row.promise else None,
                rating=row.rating,
                taken=bool(row.rating) and not own[row.place],
                changed=("appeals_point", row.id) in self.changed,
            )
            for row in rows
        ]

    def _promise(self, row: Any) -> PromiseView | None:
        if row is None:
            return None
        owner = history_words.who("officer", row.owner, inner=self.inner) if row.owner else ""
        return PromiseView(row.id, promises_queries.promise_text(row), row.due_on, owner, row.state)

    def _history(self, entries: list[Any], people: dict[int, Any]) -> list[HistoryLine]:
        """Every deed in plain words; the words that went with it, unless they are inner and the reader is the sender."""
        kept = {row.entry: row for row in Reason.objects.filter(appeal=self.appeal.id) if self.inner or not row.inner}
        return [
            HistoryLine(
                at=entry.at,
                who=self._name(entry.actor, people),
                deed=entry.deed,
                sentence=history_words.deed_sentence(entry.deed, entry.facts),
                words=self._open(REASON_TEXT, kept[entry.id].text, entry.id) if entry.id in kept else "",
                changed=bool({("appeals_reason", entry.id), (held.DEEDS, entry.id)} & self.changed),
            )
            for entry in entries
            if entry.deed not in (DISCREET if self.inner else INNER)
        ]

    def _may(self) -> dict[str, Verdict]:
        """What the reader may do now: by the policy, then by the state."""
        facts = standing(self.appeal)
        if not self.inner:
            return {}
        verdicts = {}
        for act, can in policy.ACTS.items():
            verdict = can(self.actor, facts)
            if verdict and not life.allows(self.appeal.state, ACT_DEEDS[act]):
                verdict = Verdict("appeal.not-in-this-state")
            verdicts[act] = verdict
        return verdicts

    def _goes_on(self) -> str:
        """The number under which a merged appeal goes on: at a desk where it exists for the reader; told a sender always.

        What it was merged into may have been merged itself. A row that was bent leads nowhere, or round in a ring: then
        nothing is told of it, and the page says itself that the row was changed.
        """
        into, number, passed = self.appeal.merged_into_id, "", {self.appeal.id}
        with row_scope.as_system():
            while into is not None:
                last = into
                found = Appeal.objects.filter(id=last).values_list("number", "merged_into").first()
                if found is None or last in passed:
                    return ""
                passed.add(last)
                number, into = found
        if number and self.inner and not seen_by(self.actor).filter(id=last).exists():
            return ""
        return number

    def _incident(self) -> str:
        if self.appeal.incident_id is None or not self.inner:
            return ""
        event = Incident.objects.get(id=self.appeal.incident_id)
        return read_text(INCIDENT_TITLE, event.title, root=event.root, ref=event.id)


def _officers(words: list[str]) -> set[int]:
    """The accounts among actors as the journal writes them."""
    return {ref for kind, ref in map(named, words) if kind == "officer"}
