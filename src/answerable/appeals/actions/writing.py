"""The hot path: an appeal and everything that belongs to it, written by one statement in one commit.

Five round trips through the ORM cost half of what a small machine can register (see `bench/`), and a crash between
them could leave half an appeal. Every part hangs on the delivery's row: where that was there before, nothing is
written. `number` comes from a sequence for the root and year: unique, in order, with gaps after a refused statement.
What a room's row holds is said by its `rows.py`; here is only what belongs to a registration, and in which words.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from answerable.appeals import rows as appeal_rows
from answerable.appeals.actions import publishing
from answerable.appeals.actions.publishing import NUMBER
from answerable.appeals.actions.sending import Intake, SendingPlan
from answerable.appeals.models import Appeal, PublicAppeal, Sender, Tokens
from answerable.appeals.rules import published
from answerable.appeals.rules.points import gist
from answerable.appeals.sealed_fields import (
    APPEAL_CHOSEN,
    APPEAL_GIST,
    APPEAL_WHEREABOUTS,
    SENDER_ADDRESS,
    SENDER_CONTACT,
    SENDER_NAME,
)
from answerable.appeals.terms import Deed, State, subject_of
from answerable.base import row_scope, statement
from answerable.base.actor import Actor
from answerable.base.ids import id_of_day, new_id
from answerable.base.sealed import SealedField
from answerable.base.statement import Columns, FilledValue, Row
from answerable.base.subject import Subject
from answerable.channels import queries as channels_queries
from answerable.channels import rows as channel_rows
from answerable.channels.models import Delivery, Message, Notice
from answerable.channels.rules import delivery_id
from answerable.channels.sealed_fields import MESSAGE_TEXT, NOTICE_ADDRESS
from answerable.channels.terms import WRITTEN_BY_MACHINE, Channel, MessageKind, NoticeKind
from answerable.ledger import rows as ledger_rows
from answerable.ledger import rules as ledger_rules
from answerable.ledger.actions import deeds_recorded
from answerable.ledger.models import Entry, Leaf
from answerable.vault import actions as vault_actions
from answerable.vault.keys import server_key
from answerable.vault.models import FollowUpCode
from answerable.vault.rules.search import tokens
from answerable.vault.sealing import seal_text
from answerable.vault.terms import MadeBy, SecretCode
from answerable_verify.tree import leaf_hash

# What a channel writes of its own with an appeal that came by it: rows for this subject and this message.
Along = Callable[[Subject, int], Iterable[Row]]
WORDS: Final = FilledValue("jsonb_build_object('number', numbered.number)")  # of a notice: the number, and nothing else


@dataclass(slots=True)
class Writing:
    """One appeal about to be written."""

    intake: Intake
    plan: SendingPlan
    by: Actor
    at: datetime
    code: SecretCode
    slow: vault_actions.Slow | None = None  # the code, hashed already
    drawn: vault_actions.DrawnKey | None = None  # the record under which a sealed appeal is written
    ref: int = field(default_factory=new_id)
    message: int = field(default_factory=new_id)
    entry: int = field(default_factory=new_id)
    files: tuple[str, ...] = ()  # SHA-256 of what is sent along
    along: Along | None = None
    leaf: bytes = b""  # hash of its leaf in the public log, once it is written

    @property
    def subject(self) -> Subject:
        """The appeal as the vault and the letterbox name it."""
        return subject_of(self.ref)

    @property
    def thing(self) -> str:
        """The same as the journal writes it."""
        return str(self.subject)

    def seal(self, sealed: SealedField, text: str, ref: int) -> bytes:
        """Seal one field under its own place: to the readers of a sealed appeal, else under the server key."""
        if self.drawn is not None:
            return self.drawn.put(sealed, text, ref=ref)
        return self.keep(sealed, text, ref)

    def keep(self, sealed: SealedField, text: str, ref: int) -> bytes:
        """Seal one field under the server key in either tier: what a letter needs while nobody's key is open."""
        return seal_text(sealed, text, root=self.plan.root, ref=ref)


def write_appeal(new: Writing) -> str | None:
    """Write it; returns the number, or None when this delivery came before."""
    sent, plan = new.intake, new.plan
    public, leaf = publishing.case_rows(
        entry=new.entry, thing=new.thing, intake=sent, plan=plan, by=new.by, at=new.at, files=new.files
    )
    rows: list[Row] = [
        (Message, _message(new)),
        (Appeal, _appeal(new)),
        (Tokens, _tokens(new)),
        (Entry, _entry(new)),
        (Leaf, ledger_rows.leaf(entry=new.entry)),
        (FollowUpCode, _code(new)),
        *public,
        *_sender(new),
        *_notice(new),
        *_wish(new),
        *(() if new.along is None else new.along(new.subject, new.message)),
    ]
    came = channel_rows.delivery(channel=sent.channel, external=sent.token, message=new.message, subject=new.subject)
    parts = [
        statement.telling(row_scope.sender(new.subject)),
        statement.insert((Delivery, came), name="came", source="reach WHERE word <> ''", once=True),
        *publishing.numbering(prefix=plan.prefix, root=plan.root, year=plan.year, leaf=leaf),
        *statement.inserts(rows, source="numbered"),
    ]
    row = statement.run(parts, answer="SELECT number FROM numbered")
    if row is None:
        return None
    deeds_recorded()
    new.leaf = leaf_hash(leaf.finished(str(row[0])))
    return str(row[0])


def _message(new: Writing) -> Columns:
    """The words as they came."""
    return channel_rows.message(
        ref=new.message,
        root=new.plan.root,
        subject=new.subject,
        channel=new.intake.channel,
        incoming=True,
        kind=MessageKind.APPEAL,
        author=new.by,
        at=new.at,
        language=new.intake.language,
        text=new.seal(MESSAGE_TEXT, new.intake.text, new.message),
    )


def _appeal(new: Writing) -> Columns:
    """The narrow row."""
    sent, plan = new.intake, new.plan
    whereabouts = "\n".join(part for part in (sent.where.strip(), sent.about_words.strip()) if part)
    chosen = json.dumps(sent.chosen, ensure_ascii=False) if sent.chosen else ""
    new_row = appeal_rows.NewAppeal(
        ref=new.ref,
        root=plan.root,
        number=NUMBER,
        kind=str(sent.kind),
        matter=plan.matter,
        channel=str(sent.channel),
        language=sent.language,
        tier=plan.tier,
        state=State.REGISTERED,
        body=plan.body,
        category=sent.category,
        territory=sent.territory,
        addressed_to=sent.addressed_to,
        about_body=sent.about_body,
        about_person=sent.about_person,
        barred_bodies=plan.bars.bodies,
        barred_persons=plan.bars.persons,
        readers=plan.readers,
        routed=plan.why,
        care=sent.care,
        registered_at=new.at,
        profile=plan.profile.id if plan.profile else None,
        due=(plan.due.legal, plan.due.safe) if plan.due else (None, None),
        due_facts=plan.due_facts,
        suspected=bool(plan.suspects or (sent.kind == "complaint" and sent.about_words.strip() and not plan.bars)),
        suspects=plan.suspects,
        gist=new.seal(APPEAL_GIST, gist(sent.text), new.ref),
        whereabouts=new.seal(APPEAL_WHEREABOUTS, whereabouts, new.ref) if whereabouts else None,
        chosen=new.seal(APPEAL_CHOSEN, chosen, new.ref) if chosen else None,
    )
    return appeal_rows.appeal(new_row)


def _tokens(new: Writing) -> Columns:
    """What a search finds it by. A sealed appeal has no words that can be looked for."""
    sent = new.intake
    looked = f"{sent.text} {sent.where} {sent.name} {sent.address} {sent.contact} {sent.about_words}"
    found = tokens(server_key(), looked) if new.plan.tier == "W" else []
    return appeal_rows.tokens(appeal=new.ref, root=new.plan.root, found=found)


def _entry(new: Writing) -> Columns:
    """The deed: codes, ids and the due day."""
    plan = new.plan
    facts: dict[str, ledger_rules.Fact | list[int]] = {
        "kind": str(new.intake.kind),
        "channel": str(new.intake.channel),
        "body": plan.body,
        "tier": plan.tier.value,
        "due": plan.due.last.isoformat() if plan.due else "",
        "rule": plan.profile.code if plan.profile else "",
        "category": new.intake.category,
        "territory": new.intake.territory,
        "addressed_to": new.intake.addressed_to,
    }
    if plan.matter:
        facts["matter"] = plan.matter
    if plan.bars.bodies:
        facts["barred"] = sorted(plan.bars.bodies)
    if plan.suspects:
        facts["suspects"] = len(plan.suspects["persons"]) + len(plan.suspects["bodies"])
    if new.intake.made_by != MadeBy.SENDER:
        facts["code"] = new.intake.made_by  # somebody else has seen it, or the carrier of a letter could
    if new.intake.came:
        facts["came"] = new.intake.came
    deed = Deed.REGISTERED.value
    return ledger_rows.entry(
        ref=new.entry, at=new.at, by=new.by, deed=deed, thing=new.thing, root=plan.root, facts=facts
    )


def _code(new: Writing) -> Columns:
    """The follow-up code, sealed until the job has slow-hashed it."""
    return vault_actions.code_row(
        code=new.code,
        subject=new.subject,
        root=new.plan.root,
        made_by=MadeBy(new.intake.made_by),
        on=new.at.date(),
        slow=new.slow,
        ref=id_of_day(new.at) if new.drawn else None,
    )


def _sender(new: Writing) -> list[Row]:
    """Who wrote, as far as they said it."""
    sent = new.intake
    name, address, contact = sent.name.strip(), sent.address.strip(), sent.contact.strip()
    if not (name or address or contact):
        return []
    columns = appeal_rows.sender(
        appeal=new.ref,
        root=new.plan.root,
        name=new.seal(SENDER_NAME, name, new.ref) if name else None,
        address=new.seal(SENDER_ADDRESS, address, new.ref) if address else None,
        contact=new.keep(SENDER_CONTACT, contact, new.ref) if contact else None,
        way=str(sent.way) if contact else "",
    )
    return [(Sender, columns)]


def _notice(new: Writing) -> list[Row]:
    """The letter that says the appeal is in the journal, to who left a way that a machine can write by.

    Whoever wrote by that way has seen no page: the letter brings number, code and date. Whoever rang hears them on the line,
    or else is rung.
    """
    sent = new.intake
    if not sent.contact.strip() or (sent.way not in WRITTEN_BY_MACHINE and not sent.delivery):
        return []
    ref = id_of_day(new.at) if new.drawn else new_id()
    columns = channel_rows.notice(
        ref=ref,
        root=new.plan.root,
        subject=new.subject,
        dedupe=f"{new.thing}/{new.entry}",
        way=sent.way,
        address=new.keep(NOTICE_ADDRESS, sent.contact.strip(), ref),
        language=sent.language,
        kind=NoticeKind.ACKNOWLEDGED.value if sent.delivery else "registered",
        words=_acknowledgement(new) if sent.delivery else WORDS,
        at=new.at,
        receiver=channels_queries.receiver_of(way=sent.way, address=sent.contact) if sent.delivery else None,
    )
    return [(Notice, columns)]


def _wish(new: Writing) -> list[Row]:
    """That the sender wishes it to be read by everybody; of a sealed one nobody may wish it."""
    if not new.intake.public or new.drawn is not None:
        return []
    columns = appeal_rows.public_appeal(
        appeal=new.ref,
        root=new.plan.root,
        number=NUMBER,
        wished_at=new.at,
        point=published.coarse(new.intake.point),
    )
    return [(PublicAppeal, columns)]


def _acknowledgement(new: Writing) -> FilledValue:
    """Number and date; and of which delivery it is, from which the code is made again when the letter goes out."""
    due = new.plan.due
    words = {
        "delivery": new.intake.delivery,
        "part": new.intake.part,
        "due": due.last.isoformat() if due else "",
        "sealed": int(new.drawn is not None),
    }
    return FilledValue(f"{WORDS.sql} || %s::jsonb", (json.dumps(words),))


@row_scope.as_system()
def delivered(channel: str, token: str) -> Appeal | None:
    """The appeal that an earlier delivery of the same form became."""
    before = Delivery.objects.filter(id=delivery_id(Channel(channel), token)).values_list("thing", flat=True).first()
    if before is None:
        return None
    return Appeal.objects.get(id=Subject.parse(str(before)).id)
