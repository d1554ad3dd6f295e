"""At whose desk words wait that no rule could place: not at one of those whom they may be about."""

from dataclasses import replace

from answerable.appeals.actions.meaning import bars_of, command_above
from answerable.appeals.models import Appeal
from answerable.appeals.rules import letters
from answerable.appeals.rules.meaning import meant
from answerable.appeals.terms import APPEAL
from answerable.base.incoming import Arrived, UnfitError, Words
from answerable.base.verdict import NotNowError
from answerable.law.queries import standing_order
from answerable.law.rules import routing
from answerable.law.terms import MatterKind
from answerable.people.queries import bodies_of_person
from answerable.people.queries.mentions import mentions_in


def desk_outside(words: Words, arrived: Arrived, unfit: UnfitError) -> int | None:
    """The body at whose desk the words wait, where the body to which they came may be meant; None where they may wait there.

    They may be about it by what they say, or because they seem to belong to an appeal that is.
    """
    about = unfit.perhaps if unfit.perhaps is not None and unfit.perhaps.kind == APPEAL else None
    appeal = None if about is None else Appeal.objects.filter(id=about.id).first()
    if appeal is not None and arrived.body in appeal.barred_bodies:
        return int(appeal.body_id)
    order = standing_order()
    found = mentions_in((words.heading, words.text), [file.name for file in words.files], revision=order.revision)
    kind = letters.kind_of(words.heading, words.text, chosen="")
    named = meant("", found, kind=kind.value).suspected
    if kind is MatterKind.COMPLAINT and not named and (top := command_above(order, arrived.body, arrived.at)):
        named = frozenset({(True, top)})  # it may be about anybody there
    bars = bars_of(order, named, arrived.at)
    served = {body for is_body, ref in named if not is_body for body, _heads in bodies_of_person(ref, arrived.at)}
    if arrived.body not in bars.bodies | served:
        return None
    barred = replace(bars, bodies=bars.bodies | {arrived.body})
    try:
        return routing.held_by(order.order_on(order.today(arrived.at)), barred).body
    except NotNowError:
        return None
