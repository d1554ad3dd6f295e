"""What every act on an appeal begins and ends with: hold the row, ask the policy; record the deed, keep its words."""

from collections.abc import Callable, Mapping
from datetime import datetime

from answerable.appeals import policy, queries
from answerable.appeals.actions import publishing
from answerable.appeals.models import Appeal, Reason
from answerable.appeals.policy import AppealStanding
from answerable.appeals.rules import life
from answerable.appeals.sealed_fields import REASON_TEXT
from answerable.appeals.terms import OPEN, Deed, State, Tier, subject_of
from answerable.appeals.wording import telling
from answerable.base.actor import Actor, ActorKind
from answerable.base.ids import id_after
from answerable.base.sealed import SealedField
from answerable.base.verdict import MissingError, Verdict, must
from answerable.channels import rules as channels_rules
from answerable.channels.actions import write_notice
from answerable.channels.terms import Saying, Way
from answerable.law import queries as law_queries
from answerable.ledger import actions as ledger_actions
from answerable.ledger.queries import last_entry
from answerable.ledger.rules import Fact
from answerable.vault.sealing import seal_into

May = Callable[[Actor, AppealStanding], Verdict]


def lock_appeal(by: Actor, ref: int, may: May) -> Appeal:
    """The appeal, its row locked, for an actor who may. A stranger to it gets Missing, not a refusal."""
    appeal = Appeal.objects.select_for_update().filter(id=ref).first()
    if appeal is None or not queries.is_seen_by(by, appeal):
        raise MissingError
    must(may(by, queries.standing(appeal)))
    return appeal


def lock_for_word(by: Actor, ref: int, at: datetime) -> Appeal:
    """The appeal, its row locked, for its sender, or for whoever takes down what the sender says: they need not see it."""
    if by.kind is not ActorKind.OFFICER:
        return lock_appeal(by, ref, policy.can_follow)
    appeal = Appeal.objects.select_for_update().filter(id=ref).first()
    if appeal is None:
        raise MissingError
    must(policy.can_take_down(by, queries.standing(appeal), concerned=queries.concerned(appeal, at)))
    return appeal


def move_to(appeal: Appeal, deed: Deed, **columns: object) -> None:
    """Take the appeal to the state that the deed leads to, with the columns that go with it."""
    _put(appeal, life.state_after(appeal.state, deed), columns)


def move_when_asked(appeal: Appeal, deed: Deed, **columns: object) -> None:
    """The same where the sender says it because they are asked how it ended (`rules.life.WHEN_ASKED`)."""
    _put(appeal, life.state_after(appeal.state, deed, asked=True), columns)


def _put(appeal: Appeal, state: State, columns: Mapping[str, object]) -> None:
    appeal.state = state
    for name, value in columns.items():
        setattr(appeal, name, value)
    appeal.save(update_fields=["state", *columns])


def record_deed(
    appeal: Appeal,
    *,
    by: Actor,
    at: datetime,
    deed: Deed,
    facts: Mapping[str, Fact | list[int]] | None = None,
    words: str = "",
    text: str = "",
    inner: bool = False,
) -> int:
    """Record the deed, and keep the words that go with it sealed beside the journal.

    Where the deed is a public act its leaf is written with it, and commits to the words, or to the `text` that is kept
    elsewhere.
    """
    facts = dict(facts or {})
    public = publishing.public_act(appeal, by=by, at=at, deed=deed, facts=facts, text=text or words)
    entry = ledger_actions.record(
        by=by,
        at=at,
        deed=deed,
        thing=str(subject_of(appeal.id)),
        root=appeal.root,
        facts=facts,
        public=public,
        entry=_ref_of_day(appeal, by),
    )
    if words.strip():
        Reason.objects.create(
            entry=entry,
            appeal=appeal.id,
            root=appeal.root,
            text=seal_for(appeal, REASON_TEXT, words, ref=entry),
            inner=inner,
        )
    return entry


def seal_for(appeal: Appeal, field: SealedField, text: str, *, ref: int) -> bytes:
    """Seal one text that belongs to an appeal: into its record in the sealed tier, else under the server key."""
    return seal_into(queries.into(appeal), field, text, root=appeal.root, ref=ref)


def when(appeal: Appeal, by: Actor, at: datetime) -> datetime:
    """The instant to write down: of what a sealed sender does, the day alone (midnight at the body that has it)."""
    if appeal.tier != Tier.SEALED or by.kind is not ActorKind.RESIDENT:
        return at
    return law_queries.standing_order().start_of_day(appeal.body_id, at)


def _ref_of_day(appeal: Appeal, by: Actor) -> int | None:
    """An id for a sealed sender's deed that tells only that it came after the last; None where any will do."""
    if appeal.tier != Tier.SEALED or by.kind is not ActorKind.RESIDENT:
        return None
    last = last_entry(str(subject_of(appeal.id)))
    return None if last is None else id_after(last)


def tell_sender(appeal: Appeal, *, at: datetime, kind: str, entry: int, said: str = "") -> None:
    """Let the sender know that there is news, if they left a way; one notice for one deed.

    `said` are the words of the news. They go along only where they may be read (`channels.rules.MAY_SAY`): to whoever
    wrote by that very way, and never of a sealed appeal.
    """
    _tell(appeal, at=at, kind=kind, name=str(entry), said=said)


def tell_stage(appeal: Appeal, *, at: datetime) -> None:
    """Tell a sender who asks how it stands; once an hour at most, because anybody can ask by anybody's number."""
    _tell(appeal, at=at, kind="stage", name=f"stage/{at:%Y%m%d%H}", said="")


def _tell(appeal: Appeal, *, at: datetime, kind: str, name: str, said: str) -> None:
    way, address = queries.contact_of(appeal)
    if not way:
        return
    sealed = appeal.tier == Tier.SEALED
    saying = channels_rules.may_say(Way(way), sealed=sealed, came_by_it=appeal.channel == way)
    if saying is not Saying.WORDS:
        said = ""
    if saying is Saying.STAGE or (kind == "stage" and saying is Saying.WORDS):
        due = queries.due_day(appeal) if appeal.state in OPEN else None
        said = telling.stage(appeal.state, due, language=appeal.language)
    subject = subject_of(appeal.id)
    write_notice(
        root=appeal.root,
        subject=subject,
        dedupe=f"{subject}/{name}",
        way=way,
        address=address,
        language=appeal.language,
        kind=kind,
        words={"number": appeal.number},
        at=at,
        said=said,
    )
