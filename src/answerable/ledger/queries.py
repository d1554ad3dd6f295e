"""Reading the book: a thing's history, and what comes after a bookmark."""

from collections.abc import Iterable

from answerable.ledger.models import Bookmark, Entry, Leaf


def history_of(thing: str) -> list[Entry]:
    """Every deed on a thing, oldest first."""
    return list(Entry.objects.filter(thing=thing).order_by("id"))


def after(position: int, *, most: int = 500) -> list[tuple[int, Entry]]:
    """The deeds at and after a position, without a gap: stops before the first position not yet given."""
    places = list(
        Leaf.objects.filter(position__gte=position, position__lt=position + most)
        .order_by("position")
        .values_list("position", "entry")
    )
    entries = Entry.objects.in_bulk([entry for _, entry in places])
    return [(place, entries[entry]) for place, entry in places if place is not None]


def held_bookmark(follower: str) -> int | None:
    """A follower's next position, its row locked; None while another process holds it, or before it has one."""
    row = Bookmark.objects.select_for_update(skip_locked=True).filter(follower=follower).first()
    return None if row is None else row.position


def size() -> int:
    """How many deeds have a position: the size of the book as anybody may quote it."""
    last = Leaf.objects.filter(position__isnull=False).order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def waiting() -> int:
    """How many deeds have no position yet."""
    return Leaf.objects.filter(position=None).count()


def entries(ids: Iterable[int]) -> dict[int, Entry]:
    """Deeds by id."""
    return Entry.objects.in_bulk(list(ids))
