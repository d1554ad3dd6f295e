"""Lists: what the law wants next, what waits for whom, what words lead to. Each is one query, whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db import connection
from django.db.models import Case, Q, QuerySet, When

from answerable.appeals.models import Appeal
from answerable.appeals.queries.marks import marks
from answerable.appeals.queries.scope import seen_by, unbarred
from answerable.appeals.queries.taken import disputes_taken
from answerable.appeals.sealed_fields import APPEAL_GIST
from answerable.appeals.terms import OPEN, Care, State, Tier
from answerable.base.actor import SYSTEM, Actor
from answerable.law.queries import standing_order
from answerable.vault.sealing import is_sealed, read_text

PAGE = 50
SHOWN = 100  # appeals of one incident on its page; the list narrowed to it shows all
_OPEN = [str(state) for state in OPEN]
UNDATED: Final = "undated"  # in a cursor: the row that ended the page has no date
MOST_ID: Final = 2**63 - 1
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


class WorkView(StrEnum):
    """The lists of a desk."""

    TODO = "todo"
    MINE = "mine"
    WAITING = "waiting"
    REPLIED = "replied"
    DISPUTED = "disputed"
    ANSWERED = "answered"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to."""

    body: int | None = None
    kind: str = ""
    category: int | None = None
    care: bool = False
    overdue: bool = False
    incident: int | None = None


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line of a list."""

    id: int
    number: str
    gist: str
    kind: str
    state: str
    tier: str
    body: int
    assignee: int | None
    category: int | None
    registered_at: datetime
    due_at: datetime | None
    safe_at: datetime | None
    care: tuple[str, ...]
    incident: int | None
    flags: tuple[str, ...]
    folded: bool = False  # stands for every open appeal of its campaign, of which it is the first


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """A page of a list; `next` is the cursor of the page after it, empty on the last."""

    rows: list[WorklistRow] = field(default_factory=list)
    next: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """How much lies with a body."""

    body: int
    open: int
    overdue: int
    due_soon: int
    disputed: int
    answered_30_days: int
    disputes_taken: int = 0  # of the disputed, by a word that is not the sender's own


COLUMNS = (
    "id", "number", "gist", "root", "kind", "state", "tier", "body_id", "assignee_id", "category_id", "registered_at",
    "due_at", "safe_at", "care", "incident_id", "replied_at", "suspected",
)  # fmt: skip


def row_of(values: dict[str, Any]) -> WorklistRow:
    """A row as a page shows it, its gist opened."""
    folded = bool(values.get("folded"))
    flags = [
        name
        for name, on in (
            ("replied", values["replied_at"] is not None),
            ("disputed", values["state"] == State.DISPUTED),
            ("conflict", values["suspected"]),
            ("vulnerable", bool(values["care"])),
            ("campaign" if folded else "incident", values["incident_id"] is not None),
            ("sealed", values["tier"] == Tier.SEALED),
        )
        if on
    ]
    return WorklistRow(
        id=values["id"],
        number=values["number"],
        gist=_gist(values),
        kind=values["kind"],
        state=values["state"],
        tier=values["tier"],
        body=values["body_id"],
        assignee=values["assignee_id"],
        category=values["category_id"],
        registered_at=values["registered_at"],
        due_at=values["due_at"],
        safe_at=values["safe_at"],
        care=tuple(values["care"]),
        incident=values["incident_id"],
        flags=tuple(flags),
        folded=folded,
    )


def _gist(values: dict[str, Any]) -> str:
    """The first words; of a sealed appeal none, for a list is no reason to open it."""
    if is_sealed(values["gist"]):
        return ""
    return read_text(APPEAL_GIST, values["gist"], root=values["root"], ref=values["id"])


def worklist(
    actor: Actor, *, view: WorkView, at: datetime, filters: Filters | None = None, after: str = ""
) -> WorklistPage:
    """One page of a list. What is owed comes first by the strict date, what is settled by the newest.

    A campaign is one row of the list of what is to be done, so that the letters of others are seen as on a quiet day;
    a list that is narrowed to anything shows each of its appeals.
    """
    filters = filters or Filters()
    rows = _filtered(_viewed(actor, view), filters, at)
    ordered = view in {WorkView.TODO, WorkView.MINE, WorkView.WAITING, WorkView.REPLIED}
    column = "safe_at" if ordered else "registered_at"
    bodies = sorted(actor.reads if filters.body is None else actor.reads & {filters.body})
    if view is WorkView.TODO and filters == Filters(body=filters.body):
        found = _next_folded(rows, bodies, after=after)
    else:
        found = _next_of(rows, bodies, column=column, descending=not ordered, after=after)
    return _marked(page_of(found, column))


def _marked(page: WorklistPage) -> WorklistPage:
    """The page with what other tables say of its rows."""
    disputed = [row.id for row in page.rows if row.state == State.DISPUTED]
    found = marks(disputed, [row.id for row in page.rows if row.state in _OPEN])
    return WorklistPage([replace(row, flags=(*row.flags, *found.get(row.id, []))) for row in page.rows], page.next)


def _viewed(actor: Actor, view: WorkView) -> QuerySet[Appeal]:
    """The rows of a list, scoped, not yet limited to bodies: `_next_of` takes each body's own first rows."""
    sealed_elsewhere = Q(tier=Tier.SEALED) & ~Q(body__in=sorted(actor.bodies))
    rows = Appeal.objects.filter(unbarred(actor)).exclude(sealed_elsewhere)
    narrowed = {
        WorkView.TODO: Q(state__in=_OPEN),
        WorkView.MINE: Q(state__in=_OPEN, assignee=actor.id),
        WorkView.WAITING: Q(state__in=_OPEN, asked_at__isnull=False),
        WorkView.REPLIED: Q(state__in=_OPEN, replied_at__isnull=False),
        WorkView.DISPUTED: Q(state=State.DISPUTED),
        WorkView.ANSWERED: Q(state__in=[State.ANSWERED, State.REFUSED]),
        WorkView.CLOSED: Q(state__in=[State.CLOSED, State.WITHDRAWN, State.MERGED]),
        WorkView.ALL: Q(),
    }
    return rows.filter(narrowed[view])


def _filtered(rows: QuerySet[Appeal], filters: Filters, at: datetime) -> QuerySet[Appeal]:
    wanted = Q()
    if filters.kind:
        wanted &= Q(kind=filters.kind)
    if filters.category is not None:
        wanted &= Q(category=filters.category)
    if filters.care:
        wanted &= Q(care__overlap=[str(care) for care in Care])
    if filters.overdue:
        wanted &= Q(due_at__lt=at)
    if filters.incident is not None:
        wanted &= Q(incident=filters.incident)
    return rows.filter(wanted)


def _next_of(
    rows: QuerySet[Appeal], bodies: Sequence[int], *, column: str, descending: bool, after: str
) -> list[dict[str, Any]]:
    """The next rows over several bodies, one query: each body's first ones by its own index, then the first of those.

    A plain `body IN (...) ORDER BY ... LIMIT` makes the planner sort everything that the bodies ever had.
    """
    if not bodies:
        return []
    sql, given = _first_of(
        _past(rows, column, descending=descending, after=after),
        (f"-{column}", "-id") if descending else (column, "id"),
        where=["body_id = wanted.body"],
        most=PAGE + 1,
    )
    direction = "DESC" if descending else "ASC"
    columns = ", ".join(f"found.{name}" for name in COLUMNS)
    statement = (
        f"SELECT {columns} FROM unnest(%s::bigint[]) AS wanted(body) CROSS JOIN LATERAL ({sql}) AS found "  # noqa: S608 -- built from the query and column names of this module
        f"ORDER BY found.{column} {direction}, found.id {direction} LIMIT {PAGE + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(bodies), *given])
        return [dict(zip(COLUMNS, line, strict=True)) for line in cursor.fetchall()]


def _first_of(
    parts: Sequence[QuerySet[Appeal]], order: tuple[str, str], *, where: list[str], most: int
) -> tuple[str, list[Any]]:
    """The first rows of each part, one after the other, as SQL with what is given to it: an index serves each part."""
    written = [
        part.order_by(*order).values(*COLUMNS).extra(where=where)[:most].query.sql_with_params()  # noqa: S610 -- words of this module
        for part in parts
    ]
    return " UNION ALL ".join(f"({sql})" for sql, _ in written), [value for _, given in written for value in given]


def _past(rows: QuerySet[Appeal], column: str, *, descending: bool, after: str) -> list[QuerySet[Appeal]]:
    """The rows past a cursor; all of them without one. In parts that follow each other, each one stretch of an index.

    What has no date stands last (PostgreSQL's own order): after a dated row come the later ones, then the undated.
    """
    if not after:
        return [rows]
    instant, ref = read_cursor(after)
    way = "lt" if descending else "gt"
    if instant is None:
        return [rows.filter(**{f"{column}__isnull": True, f"id__{way}": ref})]
    past = Q(**{f"{column}__{way}": instant}) | Q(**{column: instant, f"id__{way}": ref})
    dated = rows.filter(past, **{f"{column}__{way}e": instant})
    return [dated] if descending else [dated, rows.filter(**{f"{column}__isnull": True})]


def _next_folded(rows: QuerySet[Appeal], bodies: Sequence[int], *, after: str) -> list[dict[str, Any]]:
    """The next rows of what is to be done, each campaign as its first open row. One query.

    The first row is taken among those that exist for the actor: what somebody may not see stands for nothing. What was
    forwarded out of the campaign's body is a row of its own there.
    """
    if not bodies:
        return []
    loose = [
        "body_id = wanted.body",
        "(incident_id IS NULL OR (incident_id, body_id) NOT IN (SELECT id, body FROM event))",
    ]
    order = ("safe_at", "id")
    inner = _past(rows, "safe_at", descending=False, after=after)
    sql, given = _first_of(inner, order, where=loose, most=PAGE + 1)
    head, more = _first_of([rows], order, where=["incident_id = event.id", "body_id = event.body"], most=1)
    past, cut = _heads_past(after)
    columns = ", ".join(f"found.{name}" for name in COLUMNS)
    statement = (
        "WITH event AS MATERIALIZED (SELECT id, body_id AS body FROM appeals_incident "  # noqa: S608 -- see _next_of
        "WHERE body_id = ANY(%s::bigint[]) AND opened_by = %s) "
        f"SELECT {columns}, found.folded FROM ("
        f"SELECT {columns}, false AS folded FROM unnest(%s::bigint[]) AS wanted(body) CROSS JOIN LATERAL ({sql}) AS found "
        f"UNION ALL SELECT {columns}, true AS folded FROM event CROSS JOIN LATERAL ({head}) AS found WHERE {past}"
        f") AS found ORDER BY found.safe_at, found.id LIMIT {PAGE + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(bodies), SYSTEM.word, list(bodies), *given, *more, *cut])
        return [dict(zip((*COLUMNS, "folded"), line, strict=True)) for line in cursor.fetchall()]


def _heads_past(after: str) -> tuple[str, list[Any]]:
    """The condition on the first rows of campaigns for what stands past a cursor, as `_past` has it for the others."""
    if not after:
        return "true", []
    instant, ref = read_cursor(after)
    if instant is None:
        return "found.safe_at IS NULL AND found.id > %s", [ref]
    return "(found.safe_at IS NULL OR (found.safe_at, found.id) > (%s, %s))", [instant, ref]


def page_of(found: list[dict[str, Any]], column: str) -> WorklistPage:
    """One page of what was found (at most one row more than a page holds), with the cursor of the next."""
    more = len(found) > PAGE
    shown = found[:PAGE]
    return WorklistPage(
        [row_of(values) for values in shown], cursor_of(shown[-1][column], shown[-1]["id"]) if more else ""
    )


def cursor_of(instant: datetime | None, ref: int) -> str:
    """Where a page ended: its last row's date, or a word for none, and the row."""
    return f"{UNDATED if instant is None else instant.isoformat()}~{ref}"


def read_cursor(after: str) -> tuple[datetime | None, int]:
    """Read a cursor, None for the date where the page ended at a row without one.

    A bent one begins at the beginning of time, which shows an empty or a first page.
    """
    date, _, ref = after.partition("~")
    try:
        instant, last = None if date == UNDATED else datetime.fromisoformat(date), int(ref)
    except ValueError:
        return _BEGINNING, 0
    if instant is not None and instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return instant, min(max(last, 0), MOST_ID)


def counts(actor: Actor, *, at: datetime) -> dict[WorkView, int]:
    """How much each of the short lists holds, in one query, over the same rows that the lists show.

    Rows that nobody is barred from, nearly all, are counted from the index alone; the few others by the whole rule.
    """
    del at  # the lists don't depend on the hour; the argument keeps every read of lists alike
    bodies = sorted(actor.reads)
    if not bodies:
        return {}
    mine = Q(tier=Tier.WORKING) | Q(body__in=sorted(actor.bodies))
    free = Appeal.objects.filter(mine, has_bars=False, body__in=bodies, state__in=_OPEN)
    barred = _viewed(actor, WorkView.ALL).filter(has_bars=True, body__in=bodies, state__in=_OPEN)
    said = _viewed(actor, WorkView.DISPUTED).filter(body__in=bodies)
    columns = ("assignee_id", "asked_at", "replied_at")
    sql, given = free.values(*columns).query.sql_with_params()
    rest, more = barred.values(*columns).query.sql_with_params()
    other, most = said.values("id").query.sql_with_params()
    statement = (
        "SELECT count(*), count(*) FILTER (WHERE assignee_id = %s), count(*) FILTER (WHERE asked_at IS NOT NULL), "  # noqa: S608 -- see _next_of
        f"count(*) FILTER (WHERE replied_at IS NOT NULL), (SELECT count(*) FROM ({other}) AS said) "
        f"FROM ({sql} UNION ALL {rest}) AS live"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [actor.id, *most, *given, *more])
        todo, own, waiting, replied, disputed = cursor.fetchone()
    return {
        WorkView.TODO: todo,
        WorkView.MINE: own,
        WorkView.WAITING: waiting,
        WorkView.REPLIED: replied,
        WorkView.DISPUTED: disputed,
    }


def in_incident(actor: Actor, incident: int, *, most: int = SHOWN) -> list[WorklistRow]:
    """The appeals about one event, the first `most` of them, as far as they exist for the actor: what is open first."""
    waits = Case(When(state__in=_OPEN, then=0), default=1)
    rows = seen_by(actor).filter(incident=incident).order_by(waits, "id").values(*COLUMNS)
    return [row_of(values) for values in rows[:most]]


def load_of_authorities(loads: Sequence[Load]) -> list[Load]:
    """The same by authority: a term is the authority's, so being late is, too, whichever of its units has the appeal."""
    order = standing_order()
    sums: dict[int, list[int]] = {}
    for one in loads:
        of = sums.setdefault(order.authority_of(one.body), [0] * 6)
        parts = (one.open, one.overdue, one.due_soon, one.disputed, one.answered_30_days, one.disputes_taken)
        of[:] = [total + part for total, part in zip(of, parts, strict=True)]
    found = [Load(authority, *totals) for authority, totals in sums.items()]
    return sorted(found, key=lambda one: (-one.overdue, -one.open, one.body))


def load_of(actor: Actor, *, at: datetime) -> list[Load]:
    """How much lies with each body that the actor reads: barred appeals aren't counted, as in every list."""
    rows = _viewed(actor, WorkView.ALL).filter(body__in=sorted(actor.reads))
    soon, month_ago = at + timedelta(days=3), at - timedelta(days=30)
    live = rows.filter(Q(state__in=[*_OPEN, State.DISPUTED]) | Q(answered_at__gte=month_ago))
    sql, given = live.values("body_id", "state", "due_at", "answered_at").query.sql_with_params()
    statement = (
        "SELECT body_id, count(*) FILTER (WHERE state = ANY(%s)), "  # noqa: S608 -- see _next_of
        "count(*) FILTER (WHERE state = ANY(%s) AND due_at < %s), "
        "count(*) FILTER (WHERE state = ANY(%s) AND due_at >= %s AND due_at < %s), "
        "count(*) FILTER (WHERE state = 'disputed'), count(*) FILTER (WHERE answered_at >= %s) "
        f"FROM ({sql}) AS live GROUP BY body_id ORDER BY 3 DESC, 2 DESC, 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_OPEN, _OPEN, at, _OPEN, at, soon, month_ago, *given])
        found = [Load(*line) for line in cursor.fetchall()]
    of_all = rows.filter(state=State.DISPUTED) if any(one.disputed for one in found) else rows.none()
    disputed = dict(of_all.values_list("id", "body_id"))
    taken = [disputed[ref] for ref in disputes_taken(disputed)]
    return [replace(one, disputes_taken=taken.count(one.body)) for one in found]
