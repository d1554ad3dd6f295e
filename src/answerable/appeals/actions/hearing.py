"""What a sender writes later, looked through for people like the first text: whom it may be about does not go on reading.

The sender is asked where there is a page to ask on (`rules.meaning`). What came without an answer is a suspicion, as at the
beginning (docs/decisions/0151, 0201). Whoever somebody outside has looked at and cleared is no suspect again; the sender may
still say that it is about them.
"""

from collections.abc import Iterable
from datetime import datetime

from answerable.appeals import queries
from answerable.appeals.actions import meaning
from answerable.appeals.actions.barring import bar_late, suspect
from answerable.appeals.models import Appeal
from answerable.appeals.rules.meaning import Named, meant
from answerable.appeals.terms import Deed, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import NotNowError
from answerable.ledger.queries import history_of
from answerable.people.rules.known import Mention


def hear_later(
    appeal: Appeal, *, by: Actor, at: datetime, text: str, names: Iterable[str] = (), acted: str = ""
) -> None:
    """Bar whom later words are about by their sender's answer, and whom they may be about without one.

    The row is locked and the words are kept. Where no body is left outside to have it, it is marked and stays: words of a
    sender are never refused for what they say.
    """
    found = meaning.named_later(appeal, texts=(text,), names=names, at=at)
    said = meant(acted, found, kind=appeal.kind)
    suspected = said.suspected - cleared(appeal) if said.suspected else frozenset()
    try:
        if said.about:
            bar_late(appeal, said.about, by=by, at=at)
        elif suspected:
            suspect(appeal, suspected, by=by, at=at)
    except NotNowError:
        appeal.suspected = True
        appeal.save(update_fields=["suspected"])


def named_in_words(*, by: Actor, at: datetime, ref: int, text: str, names: Iterable[str] = ()) -> list[Mention]:
    """About whom a sender is asked before later words go: named, and not barred from their appeal."""
    return meaning.named_later(queries.by_id_for(by, ref), texts=(text,), names=names, at=at)


def cleared(appeal: Appeal) -> frozenset[Named]:
    """Of whom somebody outside said that it is not about them."""
    said = [entry.facts for entry in history_of(str(subject_of(appeal.id))) if entry.deed == Deed.BARRED]
    persons = {(False, int(ref)) for facts in said for ref in facts.get("cleared_persons", ())}
    return frozenset(persons | {(True, int(ref)) for facts in said for ref in facts.get("cleared_bodies", ())})
