"""What the law offers to choose from: categories, grounds, texts; and the terms in force, as anybody may see them."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from answerable.law.models import Category, Ground, Profile, Template
from answerable.law.queries.order import standing_order
from answerable.places.models import Calendar


def categories(kind: str | None = None) -> list[Category]:
    """The categories that are offered, in the pack's order; those of one kind of matter if it is given."""
    return [row for row in standing_order().categories if kind is None or not row.kinds or kind in row.kinds]


def grounds(act: str, *, body: int, at: datetime) -> list[Ground]:
    """The lawful grounds for an act (`terms.GroundFor`) on the day that it is at the body."""
    return list(_valid(Ground.objects.filter(act=act), standing_order().day_at(body, at)).order_by("code"))


def ground(act: str, code: str, *, body: int, at: datetime) -> Ground | None:
    """One ground, if the law knows it on the day that it is at the body."""
    return _valid(Ground.objects.filter(act=act, code=code), standing_order().day_at(body, at)).first()


def _valid(rows: QuerySet[Ground], on: date) -> QuerySet[Ground]:
    return rows.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


def templates() -> list[Template]:
    """Texts that can fill an answer."""
    return list(Template.objects.order_by("code"))


def terms_in_force(at: datetime) -> list[Profile]:
    """The terms of law on the day that it is at the place, in the pack's order."""
    on = standing_order().today(at)
    rows = Profile.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on)
    return list(rows.order_by("jurisdiction", "step", "place", "code"))


def calendars_of(year: int) -> list[Calendar]:
    """The calendars that the bodies here work by, of one year and the next."""
    codes = {body.calendar for body in standing_order().bodies.values()}
    return list(Calendar.objects.filter(code__in=sorted(codes), year__in=[year, year + 1]).order_by("code", "year"))
