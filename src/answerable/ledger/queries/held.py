"""Is the journal as this system wrote it, and every guarded row as its last deed left it?

Deeds and places are compared with their seals, rows with the digests that stand beside the deeds (`held.sql`). Deeds of
before there were seals are passed over; rows of before are held as the upgrade found them. What the present transaction
wrote is passed over as well: it is ours, and its digests come with its end.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db import connection

from answerable.base.held import HeldTable
from answerable.base.room import installed
from answerable.base.subject import Subject
from answerable.ledger import places, seals

_ROWS: Final = (
    "coalesce((SELECT string_agg(r.tbl || '/' || r.ref || '/' || r.n || '/' || coalesce(encode(r.digest, 'hex'), ''), "
    "',' ORDER BY r.tbl COLLATE \"C\", r.ref, r.n) FROM ledger_row r WHERE r.entry = e.id), '')"
)
_DEED: Final = (
    f"SELECT e.id, e.at, e.actor, e.deed, e.thing, e.root, e.facts, e.seal, CASE WHEN p.salted IS NULL "  # noqa: S608 -- words of ours
    f"THEN coalesce(p.leaf_hash, ''::bytea) ELSE ''::bytea END, {_ROWS}, l.position, l.seal "
    "FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry = e.id LEFT JOIN ledger_public_leaf p ON p.id = e.id "
)
ROWS_HELD: Final = "rows.held"
"""The deed by which a version holds the rows that it found, with the tables and how many rows each had."""
DEEDS: Final = "ledger_entry"
"""The table of deeds, where it stands among those of rows."""
_SPOILT: Final = 500
"""Places that are looked through for one that is whole."""
_WRITTEN_NOW: Final = (
    "coalesce(NOT pg_visible_in_snapshot((t.xmin::text::bigint + ((pg_snapshot_xmax(pg_current_snapshot())::text"
    "::bigint >> 32) << 32))::text::xid8, pg_current_snapshot()), false)"
)
"""Whether a row was written by the present transaction, a part of it among them: what is seen and not committed is ours."""
_OURS_NOW: Final = "e.xact <> coalesce(pg_current_xact_id_if_assigned()::text::bigint, -1)"


@dataclass(frozen=True, slots=True)
class SealedDeed:
    """A deed with everything that its seals are over."""

    parts: seals.DeedParts
    seal: bytes
    leaf: bytes
    rows: str
    position: int | None = None
    place: bytes | None = None

    @property
    def is_ours(self) -> bool:
        """Whether this system recorded it."""
        return seals.is_ours(self.seal, self.parts)

    def placed(self, position: int) -> seals.PlaceParts:
        """What the seal of its place is over."""
        return seals.PlaceParts(position, self.parts.ref, self.seal, self.leaf, self.rows)

    def fault(self, since: int) -> str:
        """What is wrong with it; nothing where it is as it was recorded, or older than the seals."""
        if self.position is not None and self.position < since:
            return ""
        if not self.is_ours:
            return "was not written by this system, or was changed"
        if self.position is None:
            return ""
        whole = seals.is_placed(self.place or b"", self.placed(self.position))
        return "" if whole else "its place, its leaf or what it left was changed"


def _read(row: tuple[Any, ...]) -> SealedDeed:
    *said, facts, seal, leaf, rows, position, place = row
    parts = seals.DeedParts._make([*said, json.loads(facts) if isinstance(facts, str) else facts])
    return SealedDeed(parts, bytes(seal), bytes(leaf), rows, position, None if place is None else bytes(place))


def waiting_deeds(*, most: int) -> list[SealedDeed]:
    """The deeds that have no position yet, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_DEED} WHERE l.position IS NULL AND l.entry IS NOT NULL ORDER BY l.entry LIMIT %s", [most])
        return [_read(row) for row in cursor.fetchall()]


def database_number() -> int:
    """The number that the server gave the present database when it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::bigint FROM pg_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def newest_place() -> tuple[int, int | None]:
    """The position that is given next, and from which on every place is sealed, None where none is yet."""
    end = _end()
    return end, _sealed_since() if end else None


def _end() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position) + 1, 0) FROM ledger_leaf")
        return int(cursor.fetchone()[0])


def _sealed_since() -> int | None:
    """From which position on every place is sealed, as a place says whose own seal fits: no other is believed.

    Where none fits though some are there, all are asked for; where none is there, a deed that has a place and a seal of its
    own tells that places were sealed, too. None in a journal of before the seals alone.
    """
    looked = False
    for row in _some(f"{_DEED} WHERE length(l.seal) > 0 AND l.position IS NOT NULL ORDER BY l.position DESC"):
        deed, looked = _read(row), True
        if deed.position is not None and seals.is_placed(deed.place or b"", deed.placed(deed.position)):
            return seals.sealed_since(deed.place or b"")
    if looked:
        return 0
    own = (
        _read(row) for row in _some(f"{_DEED} WHERE length(e.seal) > 0 AND l.position IS NOT NULL ORDER BY l.position")
    )
    return next((deed.position for deed in own if deed.is_ours), None)


def _some(query: str) -> list[tuple[Any, ...]]:
    """The first rows: the very first as a rule, and a few more where somebody spoilt that."""
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for most in (1, _SPOILT):
            cursor.execute(f"{query} LIMIT {most}")
            rows = cursor.fetchall()
            if most > 1 or not rows or _fits(rows[0]):
                break
    return rows


def _fits(row: tuple[Any, ...]) -> bool:
    """Whether a deed and its place, if that has a seal, are as this system left them."""
    deed = _read(row)
    if deed.position is None or not deed.place:
        return deed.is_ours
    return seals.is_placed(deed.place, deed.placed(deed.position))


def _since() -> int:
    found = _sealed_since()
    return _end() if found is None else found


@dataclass(frozen=True, slots=True)
class HeldDifference:
    """One thing that is not as it was recorded: what it belongs to, and in plain words what."""

    thing: str
    what: str
    table: str = ""
    ref: int = 0


def deeds_changed(entries: Collection[int] | None = None) -> Iterator[HeldDifference]:
    """Deeds that are not as they were recorded: of these, or of all, and then also those that are gone."""
    since = _since()
    if entries is not None:
        yield from _changed(entries, since)
        return
    known = places.known_places(database_number())
    yield from _changed(None, since if known is None else min(since, known.since))
    yield from deeds_gone()


def _changed(entries: Collection[int] | None, since: int) -> Iterator[HeldDifference]:
    with connection.chunked_cursor() if entries is None else connection.cursor() as cursor:
        which = "" if entries is None else "AND e.id = ANY(%s)"
        cursor.execute(f"{_DEED} WHERE {_OURS_NOW} {which}", [] if entries is None else [list(entries)])
        for row in cursor:
            deed = _read(row)
            if why := deed.fault(since):
                yield HeldDifference(
                    deed.parts.thing, f"the deed {deed.parts.deed} {why}", "ledger_entry", deed.parts.ref
                )


def deeds_gone() -> Iterator[HeldDifference]:
    """Places whose deed is not there, and positions that nobody holds, or no longer."""
    known = places.known_places(database_number())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.entry, l.position FROM ledger_leaf l WHERE NOT EXISTS "
            "(SELECT 1 FROM ledger_entry e WHERE e.id = l.entry) ORDER BY l.entry LIMIT 1000"
        )
        for entry, position in cursor.fetchall():
            yield HeldDifference("", f"the deed at position {position} of the journal is gone", "ledger_entry", entry)
        cursor.execute("SELECT count(position), coalesce(max(position) + 1, 0) FROM ledger_leaf")
        count, end = cursor.fetchone()
    if known is not None and end < known.end:
        yield HeldDifference("", f"the last {known.end - end} places were taken out of the journal", "ledger_leaf")
    if count != end:
        yield HeldDifference("", f"{end - count} places were taken out of the journal", "ledger_leaf")


def held_tables() -> Iterator[HeldTable]:
    """Every table whose rows the journal holds, as the rooms declare them."""
    return (table for room in installed() for table in room.held())


def rows_changed(table: HeldTable, *, refs: Collection[int] | None = None) -> Iterator[HeldDifference]:
    """Rows of one table that are not as their last deed left them, and rows that are there or gone without one.

    A deed holds rows of its own thing, or of others that the table names: put beside another's, a row is held by nothing.
    """
    states = (
        "SELECT DISTINCT ON (ref) ref, entry, digest FROM ledger_row WHERE tbl = %(name)s ORDER BY ref, n DESC"
        if refs is None
        else "SELECT asked.ref, last.entry, last.digest FROM unnest(%(refs)s::bigint[]) AS asked(ref) LEFT JOIN LATERAL "
        "(SELECT entry, digest FROM ledger_row WHERE tbl = %(name)s AND ref = asked.ref ORDER BY n DESC LIMIT 1) last ON true"
    )
    join = "FULL JOIN" if refs is None else "LEFT JOIN"
    query = (
        f"SELECT coalesce({table.ref('t')}, h.ref), {table.thing('t')}, t.{table.key} IS NULL, {_WRITTEN_NOW} "  # noqa: S608 -- words of ours
        f"FROM ({states}) h {join} {table.table} t ON {table.ref('t')} = h.ref "
        f"WHERE h.digest IS DISTINCT FROM ({table.digest('t')}) OR h.digest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry e "
        f"WHERE e.id = h.entry AND (e.thing = {table.thing('t')} OR e.thing LIKE %(also)s OR e.deed = %(begun)s))"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {
                "name": table.table,
                "refs": None if refs is None else list(refs),
                "also": table.also,
                "begun": ROWS_HELD,
            },
        )
        found = cursor.fetchall()
        for ref, thing, gone, now in found:
            if not (now and table.also) and not _is_of_now(thing or _thing_of(table, ref)):
                what = f"the row {ref} of {table.table} " + (
                    "was removed" if gone else "is not as its last deed left it"
                )
                yield HeldDifference(thing or _thing_of(table, ref), what, table.table, ref)


def cases_astray() -> Iterator[HeldDifference]:
    """Cases of the public log whose next number or last day is not what follows from their acts.

    Another number makes a gap that auditors take for a removed act. What a restored log brought back goes on behind one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.thing FROM ledger_case c CROSS JOIN LATERAL (SELECT l.n, "
            "substring(encode(l.body, 'escape') from '\"d\":\"([0-9-]{10})\"') AS day FROM ledger_public_leaf l "
            "WHERE l.case_code = c.code ORDER BY l.n DESC LIMIT 1) last WHERE c.last_on::text <> last.day OR c.next <> last.n + 1 "
            "AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.thing = c.thing AND e.deed = 'log.recovered') ORDER BY c.thing"
        )
        for (thing,) in cursor.fetchall():
            yield HeldDifference(
                thing, "the number or the day of its next act is not what follows its acts", "ledger_case"
            )


def is_any_gone(table: HeldTable, deed: str) -> bool:
    """Whether some thing had this deed, its first, and has no row in its table any more. Looks at every such deed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM ledger_entry e WHERE e.deed = %s AND NOT EXISTS "  # noqa: S608 -- words of ours
            f"(SELECT FROM {table.table} t WHERE t.{table.column} = split_part(e.thing, '/', 2)::bigint))",
            [deed],
        )
        return bool(cursor.fetchone()[0])


def watched_differences() -> Iterator[HeldDifference]:
    """What differs of the small tables on which powers, bars and terms hang: rows, and the deeds that left them so."""
    tables = [table for table in held_tables() if table.watched]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT entry FROM ledger_row WHERE tbl = ANY(%s)", [[table.table for table in tables]])
        entries = {entry for (entry,) in cursor.fetchall()}
    false = [each.ref for each in deeds_changed(entries)] if entries else []
    for table in tables:
        yield from rows_changed(table)
        yield from _left_by(table, false)


def watched_changes(*, most: int = 20) -> list[str]:
    """The same in sentences, for whoever reads the page of the log."""
    return [f"Past the journal: {each.what}." for each in islice(watched_differences(), most)]


def _thing_of(table: HeldTable, ref: int) -> str:
    """What a row that is gone belonged to, by its last deed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.thing FROM ledger_row r JOIN ledger_entry e ON e.id = r.entry WHERE r.tbl = %s AND r.ref = %s "
            "ORDER BY r.n DESC LIMIT 1",
            [table.table, ref],
        )
        return str((cursor.fetchone() or ("",))[0])


def _is_of_now(thing: str) -> bool:
    """Whether the present transaction recorded something on a thing: its rows are held when it ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.thing = %s AND NOT ({_OURS_NOW}))",  # noqa: S608 -- words of ours
            [thing],
        )
        return bool(cursor.fetchone()[0])


def entries_of_rows(table: HeldTable, refs: Iterable[int]) -> dict[int, int]:
    """The deeds that left these rows as they are, by row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (ref) ref, entry FROM ledger_row WHERE tbl = %s AND ref = ANY(%s) ORDER BY ref, n DESC",
            [table.table, list(refs)],
        )
        return dict(cursor.fetchall())


def altered(table: HeldTable, refs: Collection[int]) -> set[int]:
    """Which of these rows are not as this system left them: by their digests, and by the seals of the deeds behind them."""
    if not refs:
        return set()
    found = {each.ref for each in rows_changed(table, refs=refs)}
    by_row = entries_of_rows(table, refs)
    false = {each.ref for each in deeds_changed(set(by_row.values()))}
    return found | {ref for ref, entry in by_row.items() if entry in false}


def changed_on(subject: Subject, tables: Sequence[HeldTable]) -> frozenset[tuple[str, int]]:
    """What belongs to one thing and is not as it was recorded, as table and row; a page asks this, so in three statements.

    A deed that is not ours, or was changed, spoils the rows that it left; it stands under its own table too.
    """
    thing, since = str(subject), _since()
    now = " UNION ALL ".join(
        f"SELECT '{table.table}' AS tbl, {table.ref('t')} AS ref, {table.digest('t')} AS digest "  # noqa: S608 -- words of ours
        f"FROM {table.table} t WHERE {table.is_of('t')}"
        for table in tables
    )
    names = [table.table for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(t.tbl, h.tbl), coalesce(t.ref, h.ref), h.entry, t.digest IS NOT DISTINCT FROM h.digest "  # noqa: S608 -- as above
            f"FROM ({now}) t FULL JOIN (SELECT DISTINCT ON (r.tbl, r.ref) r.tbl, r.ref, r.entry, r.digest "
            "FROM ledger_row r JOIN ledger_entry e ON e.id = r.entry WHERE e.thing = %(thing)s AND r.tbl = ANY(%(names)s) "
            "ORDER BY r.tbl, r.ref, r.n DESC) h USING (tbl, ref)",
            {"thing": thing, "kind": subject.kind, "id": subject.id, "names": names},
        )
        rows = cursor.fetchall()
        cursor.execute(f"{_DEED} WHERE e.thing = %s", [thing])
        deeds = [_read(row) for row in cursor.fetchall()]
    if _is_of_now(thing):
        return frozenset()
    false = {deed.parts.ref for deed in deeds if deed.fault(since)}
    changed = {(table, ref) for table, ref, entry, same in rows if entry is None or entry in false or not same}
    return frozenset(changed | {("ledger_entry", ref) for ref in false})


def alarms_standing(kind: str, *, thing: str = "") -> dict[str, str]:
    """Things of a kind that were found to differ and not seen to be mended since, with what was found in their place.

    Only deeds that this system wrote end an alarm, or raise one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_DEED} WHERE (e.deed LIKE '%%.differs' OR e.deed LIKE '%%.mended') AND e.thing LIKE %s ORDER BY e.id",
            [thing or f"{kind}/%"],
        )
        said = [_read(row).parts for row in cursor.fetchall() if _read(row).is_ours]
    last = {parts.thing: parts for parts in said}
    return {
        thing: str(parts.facts.get("sha256") or "") for thing, parts in last.items() if parts.deed.endswith(".differs")
    }


def everything() -> Iterator[HeldDifference]:
    """All that is not as it was recorded: deeds, the rows of each held table, and how cases of the public log go on."""
    found = list(deeds_changed())
    yield from found
    yield from cases_astray()
    false = [each.ref for each in found]
    for table in held_tables():
        yield from rows_changed(table)
        yield from _left_by(table, false)


def _left_by(table: HeldTable, entries: list[int]) -> Iterator[HeldDifference]:
    """Rows that a deed left which is not ours, or was changed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.ref, e.thing FROM ledger_row r JOIN ledger_entry e ON e.id = r.entry "
            "WHERE r.tbl = %s AND r.entry = ANY(%s) AND NOT EXISTS "
            "(SELECT 1 FROM ledger_row o WHERE o.tbl = r.tbl AND o.ref = r.ref AND o.n > r.n)",
            [table.table, entries],
        )
        for ref, thing in cursor.fetchall():
            yield HeldDifference(thing, f"the row {ref} of {table.table} was left so by that deed", table.table, ref)
