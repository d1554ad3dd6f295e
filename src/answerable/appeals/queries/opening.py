"""What the public log committed to about an act, read again from the appeal: the fields, and the opening that shows them.

Written with the same functions as the leaf itself, so that an opening fits. A text in a sealed appeal comes through
`vault.opening`, whose caller has the sender's or a reader's key.
"""

from collections.abc import Sequence
from datetime import datetime

from answerable.appeals.models import Answer, Appeal, Reason
from answerable.appeals.sealed_fields import ANSWER_TEXT, REASON_TEXT
from answerable.appeals.terms import Deed, subject_of
from answerable.base.actor import named
from answerable.base.subject import Subject
from answerable.channels.models import Message
from answerable.channels.sealed_fields import MESSAGE_TEXT
from answerable.channels.terms import MessageKind
from answerable.law.models import Category
from answerable.ledger import leaves
from answerable.ledger import queries as ledger_queries
from answerable.ledger.models import Entry, PublicLeaf
from answerable.places.models import Territory
from answerable.vault import queries as vault_queries
from answerable.vault.sealing import open_text
from answerable_verify.commitment import commit


def first_fields(
    *, by: str, at: datetime, text: str, category: str, place: str, files: Sequence[str] = ()
) -> dict[str, str]:
    """What is committed to when an appeal is registered, all but its number. `files` are SHA-256 in hexadecimal."""
    fields = {"actor": _post(by), "at": leaves.instant(at), "text": text}
    said = {"cat": category, "terr": place, "files": ",".join(sorted(files))}
    return fields | {name: value for name, value in said.items() if value}


def later_fields(*, by: str, at: datetime, number: str, text: str) -> dict[str, str]:
    """What is committed to of every later act."""
    fields = {"actor": _post(by), "at": leaves.instant(at), "number": number}
    return fields | {"text": text} if text.strip() else fields


def _post(by: str) -> str:
    """Who acted, never by name or number: sender, officer or the system."""
    kind, _ = named(by)
    return kind if kind in {"officer", "house"} else "sender"


def opening(appeal: Appeal, leaf: PublicLeaf) -> dict[str, dict[str, str]]:
    """The opening of an act's commitment that shows every field (contract of the log, 3.3); {} after an erasure."""
    key = ledger_queries.case_key(str(subject_of(appeal.id)))
    entry = Entry.objects.filter(id=leaf.id).first()
    if key is None or entry is None or leaf.n is None:
        return {}
    fields = _first(appeal, entry) if leaf.n == 0 else _later(appeal, entry)
    n = leaf.n if leaf.salted is None else leaf.salted
    return commit(key, n, {name: leaves.committed(value) for name, value in fields.items()})[1]


def _first(appeal: Appeal, entry: Entry) -> dict[str, str]:
    """The fields of `registered`, from the appeal as it came."""
    message = (
        Message.objects.filter(thing=entry.thing, kind=MessageKind.APPEAL.value, incoming=True).order_by("id").first()
    )
    text = "" if message is None else open_text(MESSAGE_TEXT, message.text, root=appeal.root, ref=message.id)
    category = Category.objects.filter(id=entry.facts.get("category")).values_list("code", flat=True).first()
    place = Territory.objects.filter(id=entry.facts.get("territory")).values_list("code", flat=True).first()
    files = (
        ()
        if message is None
        else vault_queries.digests(vault_queries.files_of(Subject.parse(entry.thing)).filter(message=message.id))
    )
    fields = first_fields(
        by=entry.actor, at=entry.at, text=text, category=category or "", place=place or "", files=files
    )
    return fields | {"number": appeal.number}


def _later(appeal: Appeal, entry: Entry) -> dict[str, str]:
    """The fields of a later act, its words as they lie beside the journal or in the answer."""
    text = ""
    if entry.deed == Deed.ANSWERED:
        answer = Answer.objects.filter(id=entry.facts.get("answer")).first()
        text = "" if answer is None else open_text(ANSWER_TEXT, answer.text, root=appeal.root, ref=answer.id)
    else:
        reason = Reason.objects.filter(entry=entry.id).first()
        text = "" if reason is None else open_text(REASON_TEXT, reason.text, root=appeal.root, ref=reason.entry)
    return later_fields(by=entry.actor, at=entry.at, number=appeal.number, text=text)
