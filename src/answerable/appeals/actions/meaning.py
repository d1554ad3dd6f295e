"""Whom a message that is about to be registered is about: by the lists, by its words, by what its sender said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from answerable.appeals.actions.sending import Intake
from answerable.appeals.models import Appeal
from answerable.appeals.rules import meaning
from answerable.appeals.rules.meaning import Named
from answerable.base.verdict import NotNowError
from answerable.law.queries import StandingOrder
from answerable.law.rules import routing
from answerable.law.terms import MatterKind
from answerable.people.queries import bodies_of_person
from answerable.people.queries.mentions import mentions_in
from answerable.people.rules.known import Mention, MentionMark
from answerable.vault import queries as vault_queries


@dataclass(frozen=True, slots=True)
class Heard:
    """How a message is taken.

    intake     as it is registered: a report about how somebody acted is a complaint about them
    bars       whom it is about
    suspected  whom it may be about, and whatever they command
    asked      those about whom the sender is asked
    named      who of them is suspected
    """

    intake: Intake
    bars: routing.Bars
    suspected: routing.Bars = field(default_factory=routing.Bars)
    asked: tuple[Mention, ...] = ()
    named: frozenset[Named] = frozenset()

    @property
    def suspects(self) -> dict[str, list[int]]:
        """What is kept of a suspicion until somebody has looked; empty where there is none."""
        if not self.named:
            return {}
        return {
            "persons": sorted(one for is_body, one in self.named if not is_body),
            "bodies": sorted(one for is_body, one in self.named if is_body),
            "barred_persons": sorted(self.suspected.persons - self.bars.persons),
            "barred_bodies": sorted(self.suspected.bodies - self.bars.bodies),
        }


def heard(order: StandingOrder, intake: Intake, at: datetime) -> Heard:
    """Take a message as it is meant. A category that holds complaints alone makes it one, whatever was ticked."""
    if _is_complaint_by_category(order, intake):
        intake = replace(intake, kind=MatterKind.COMPLAINT.value)
    complaint = intake.kind == MatterKind.COMPLAINT
    chosen = _chosen(intake)
    bars = bars_of(order, chosen, at) if complaint else routing.Bars()
    asked = tuple(_open(intake, bars, at, order.revision))
    meant = meaning.meant(intake.acted, asked, kind=intake.kind)
    if complaint and not bars and not meant.about and (top := _command_of(order, intake, at)):
        asked = asked or (Mention(top, True, MentionMark.NOBODY, ""),)
        if meaning.is_about_unknown(intake.acted, meant):
            meant = meaning.Meant(suspected=frozenset({(True, top)}))
    if meant.about:
        intake = _about(intake, meant.about)
        bars = bars | bars_of(order, chosen | meant.about, at)
    suspected = bars_of(order, meant.suspected, at)
    return Heard(intake, bars, suspected, asked, meant.suspected)


def routed(order: StandingOrder, intake: Intake, bars: routing.Bars, at: datetime) -> routing.Routed:
    """Where a message goes for whom it is about."""
    return order.addressee(
        on=order.today(at),
        barred=bars,
        addressed_to=intake.addressed_to,
        territory=intake.territory,
        category=intake.category,
    )


def _command_of(order: StandingOrder, intake: Intake, at: datetime) -> int | None:
    """At the top of which command stands whoever would have the message."""
    try:
        return command_above(order, routed(order, intake, routing.Bars(), at).body, at)
    except NotNowError:
        return None


def command_above(order: StandingOrder, body: int, at: datetime) -> int | None:
    """The top of a body's command, where it is of the force and somebody outside of it can look first; None elsewhere."""
    if not order.is_about_staff(about_body=body, about_person=None):
        return None
    top = order.bodies[body].root
    try:
        routing.held_by(order.order_on(order.today(at)), bars_of(order, {(True, top)}, at))
    except NotNowError:
        return None
    return top


def bars_of(order: StandingOrder, named: Iterable[Named], at: datetime) -> routing.Bars:
    """Whom these are, and whatever they command."""
    bars = routing.Bars()
    for is_body, ref in sorted(named):
        bars |= order.barred_by(about_body=ref if is_body else None, about_person=None if is_body else ref, at=at)
    return bars


def _is_complaint_by_category(order: StandingOrder, intake: Intake) -> bool:
    """Conduct of an officer counts as a complaint however it was sent: the matter decides, not its heading."""
    line = set(order.line_of(order.category_parents, intake.category))
    own = [row for row in order.categories if row.id in line and row.kinds]
    return any(list(row.kinds) == [MatterKind.COMPLAINT] and row.sensitive for row in own)


def _chosen(intake: Intake) -> frozenset[Named]:
    """Whom the sender chose from the lists."""
    return frozenset(
        (is_body, ref) for is_body, ref in ((True, intake.about_body), (False, intake.about_person)) if ref is not None
    )


def _open(intake: Intake, bars: routing.Bars, at: datetime, revision: int) -> list[Mention]:
    """Whom the words name, or the lists where it is no complaint, and who is not barred yet."""
    listed = [] if intake.kind == MatterKind.COMPLAINT else sorted(_chosen(intake))
    found = [Mention(ref, is_body, MentionMark.NAME, "") for is_body, ref in listed]
    names = (intake.about_words, *file_names(intake.token, intake.drafts))
    found += mentions_in((intake.text, intake.where), names, revision=revision)
    return _not_barred(found, bars, at)


def named_later(appeal: Appeal, *, texts: Iterable[str], names: Iterable[str], at: datetime) -> list[Mention]:
    """Whom later words of an appeal's sender name who is not barred from it. `names`: of files that come along."""
    bars = routing.Bars(frozenset(appeal.barred_bodies), frozenset(appeal.barred_persons))
    return _not_barred(mentions_in(texts, names), bars, at)


def _not_barred(found: Iterable[Mention], bars: routing.Bars, at: datetime) -> list[Mention]:
    once = {(one.is_body, one.id): one for one in reversed(list(found))}
    served = {ref: _served(ref, at) for is_body, ref in once if not is_body}
    return meaning.still_open(list(once.values())[::-1], barred_bodies=bars.bodies, served=served, persons=bars.persons)


def _served(account: int, at: datetime) -> frozenset[int]:
    return frozenset(body for body, _heads in bodies_of_person(account, at))


def file_names(token: str, drafts: Sequence[int]) -> list[str]:
    """The names of the files that are sent along with a form."""
    if not drafts:
        return []
    return [vault_queries.file_name(row) for row in vault_queries.drafts(token).filter(id__in=drafts)]


def _about(intake: Intake, about: frozenset[Named]) -> Intake:
    """A complaint about them; the columns name the first of each, the bars hold them all."""
    bodies = sorted(ref for is_body, ref in about if is_body)
    persons = sorted(ref for is_body, ref in about if not is_body)
    return replace(
        intake,
        kind=MatterKind.COMPLAINT.value,
        about_body=intake.about_body or next(iter(bodies), None),
        about_person=intake.about_person or next(iter(persons), None),
    )
