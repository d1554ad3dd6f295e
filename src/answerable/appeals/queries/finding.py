"""What words lead to: the number of an appeal, or the appeals that hold all of them."""

from datetime import datetime
from typing import Any, Final

from django.db import connection

from answerable.appeals.queries.scope import seen_by
from answerable.appeals.queries.worklist import COLUMNS, PAGE, WorklistPage, WorklistRow, page_of, read_cursor, row_of
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.ids import made_at
from answerable.vault.keys import server_key
from answerable.vault.rules.search import tokens

MOST_WORDS: Final = 12  # of one search
FELT = 1_000  # newest appeals that are felt for the words, to say whether walking on will fill a page
WALKED = 16_000  # newest appeals that are walked through when it will
SPARE = 5  # finds more than a page, since what came in late (an import) was registered earlier than its neighbours
SEARCHED = 1_000  # newest finds of the whole system that are looked at where the words are rarer
LOOKED_THROUGH = 20_000  # the actor's own newest appeals that are looked through where those were not enough


def search(actor: Actor, words: str, *, at: datetime, after: str = "") -> WorklistPage:
    """Appeals that hold all the words, or have that number; the newest first, only what exists for the actor.

    Words that many appeals hold are met soon by walking back from the newest; an index would give all of their finds,
    more with each year, for the sake of fifty. For rarer words the finds are taken first, a limited number and
    materialised, so that the planner can't walk an index of dates past a million rows. A word in very many appeals,
    few of them the actor's, is looked for among the actor's own.
    """
    del at
    if number := _as_number(words):
        values = list(seen_by(actor).filter(number=number).values(*COLUMNS)[:2])
        if values:
            return page_of(values, "registered_at")
    wanted = [stems for word in words.split()[:MOST_WORDS] if (stems := tokens(server_key(), word))]
    if not wanted:
        return WorklistPage()
    refs = _newest(actor, wanted, after)
    if refs is None:
        return page_of(_finds_here(actor, wanted, after), "registered_at")
    found = seen_by(actor).filter(id__in=refs).order_by("-registered_at", "-id").values(*COLUMNS)
    return page_of(list(found), "registered_at")


def _newest(actor: Actor, wanted: list[list[int]], after: str) -> list[int] | None:
    """The ids of a page, of what the actor may see; None when they must be looked for among the actor's own.

    Only ids are found so, by the actor's scope and outside their reach: row security would ask a function about every
    find of another tree, and would let the walk go past any number of them. The rows are read within the reach.
    """
    with row_scope.as_system():
        refs = _met_soon(actor, wanted, after)
        return refs if refs is not None else _newest_finds(actor, wanted, after)


def _every(wanted: list[list[int]]) -> str:
    """The condition on the tokens of a text: a word has a stem in each language, and any of them will do."""
    return " AND ".join(["tokens && %s::bigint[]"] * len(wanted))


def _past(after: str) -> tuple[str, list[Any]]:
    """The condition for what stands after the last row of the page before."""
    return ("(registered_at, id) < (%s, %s)", list(read_cursor(after))) if after else ("true", [])


def _met_soon(actor: Actor, wanted: list[list[int]], after: str) -> list[int] | None:
    """The page that a walk back from the newest appeals fills; None when it doesn't, or not surely in the right order.

    The walk goes by ids, the page by dates. An appeal is in the register no sooner than it is registered, so whatever
    stands behind the last one met was registered before that one's id was made: a page that ends later is whole.
    """
    sql, given = seen_by(actor).values("id", "registered_at").query.sql_with_params()
    past, args = _past(after)

    def met(what: str, rows: str, most: int) -> str:
        return (
            f"SELECT {what} FROM (SELECT appeal, tokens FROM appeals_tokens ORDER BY appeal DESC LIMIT {rows}) AS near "  # noqa: S608 -- see _next_of
            f"CROSS JOIN LATERAL ({sql} AND appeals_appeal.id = near.appeal) AS one "
            f"WHERE {_every(wanted)} AND {past} ORDER BY near.appeal DESC LIMIT {most}"
        )

    most = PAGE + 1 + SPARE
    enough = -(-most * FELT // WALKED)
    felt = f"SELECT count(*) >= {enough} FROM ({met('1', str(FELT), enough)}) AS felt"  # noqa: S608 -- as above
    statement = met("registered_at, id", f"(CASE WHEN ({felt}) THEN {WALKED} ELSE 0 END)", most)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *wanted, *args] * 2)
        rows = cursor.fetchall()
    if len(rows) < most:
        return None
    shown = sorted(rows, reverse=True)[: PAGE + 1]
    return [ref for _, ref in shown] if shown[-1][0] >= made_at(min(ref for _, ref in rows)) else None


def _newest_finds(actor: Actor, wanted: list[list[int]], after: str) -> list[int] | None:
    """What the actor may see among the newest finds of the whole system; None when those may not be all there are."""
    sql, given = seen_by(actor).values("id", "registered_at").query.sql_with_params()
    past, args = _past(after)
    statement = (
        f"WITH found AS MATERIALIZED (SELECT appeal FROM appeals_tokens WHERE {_every(wanted)} "  # noqa: S608 -- see _next_of
        f"ORDER BY appeal DESC LIMIT {SEARCHED}) "
        f"SELECT all_.found, mine.id FROM (SELECT count(*) AS found FROM found) AS all_ LEFT JOIN LATERAL ("
        f"SELECT id, registered_at FROM found CROSS JOIN LATERAL ({sql} AND appeals_appeal.id = found.appeal) AS one "
        f"WHERE {past} ORDER BY registered_at DESC, id DESC LIMIT {PAGE + 1}) AS mine ON true"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*wanted, *given, *args])
        lines = cursor.fetchall()
    refs = [ref for _, ref in lines if ref is not None]
    return None if lines[0][0] >= SEARCHED and len(refs) <= PAGE else refs


def _finds_here(actor: Actor, wanted: list[list[int]], after: str) -> list[dict[str, Any]]:
    """The same from the other side, for a word that half the system uses: the actor's own newest appeals, looked through."""
    sql, given = seen_by(actor).values(*COLUMNS).query.sql_with_params()
    past, args = _past(after)
    columns = ", ".join(f"near.{name}" for name in COLUMNS)
    bodies = sorted(actor.reads)
    each = max(LOOKED_THROUGH // max(len(bodies), 1), 500)
    statement = (
        f"SELECT {columns} FROM unnest(%s::bigint[]) AS wanted(body) CROSS JOIN LATERAL "  # noqa: S608 -- see _next_of
        f"({sql} AND appeals_appeal.body_id = wanted.body AND {past} "
        f"ORDER BY appeals_appeal.registered_at DESC, appeals_appeal.id DESC LIMIT {each}) AS near "
        f"JOIN appeals_tokens ON appeals_tokens.appeal = near.id WHERE {_every(wanted)} "
        f"ORDER BY near.registered_at DESC, near.id DESC LIMIT {PAGE + 1}"
    )
    past_here = [bodies, *given, *args, *wanted]
    with connection.cursor() as cursor:
        cursor.execute(statement, past_here)
        return [dict(zip(COLUMNS, line, strict=True)) for line in cursor.fetchall()]


def _as_number(words: str) -> str:
    """The words as the number of an appeal, if they look like one."""
    word = words.strip().upper()
    return word if word.count("-") == 2 and word[-1:].isdigit() else ""


def like_these_words(actor: Actor, text: str, *, most: int = 5) -> list[WorklistRow]:
    """Appeals that share most words with a text: a hint for an operator that this may be in the journal already."""
    wanted = tokens(server_key(), text)[:12]
    if len(wanted) < 3:
        return []
    needed = max(3, len(wanted) * 2 // 3)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT appeal FROM (SELECT appeal, tokens FROM appeals_tokens WHERE tokens && %s::bigint[] "
            "ORDER BY appeal DESC LIMIT 500) near "
            "WHERE (SELECT count(*) FROM unnest(near.tokens) t WHERE t = ANY(%s::bigint[])) >= %s "
            "ORDER BY appeal DESC LIMIT %s",
            [wanted, wanted, needed, most],
        )
        refs = [ref for (ref,) in cursor.fetchall()]
    return [row_of(values) for values in seen_by(actor).filter(id__in=refs).order_by("-id").values(*COLUMNS)]
