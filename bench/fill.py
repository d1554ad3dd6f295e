"""Fill an installation with very many appeals by COPY: sealed and searchable as real ones, spread over two years.

    python bench/fill.py HOME FROM TO PART PARTS      (a part of the work, in a process of its own)

Guards and indexes are off while the rows go in (superuser, `session_replication_role`), so this is no way to import.
What is measured reads appeals, messages, tokens, deeds; leaves of the public log are not made.
"""

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from answerable.appeals.sealed_fields import APPEAL_GIST
from answerable.appeals.terms import subject_of
from answerable.channels.sealed_fields import MESSAGE_TEXT
from door import WORDS

DAYS: Final = 730
OPEN_SHARE: Final = 0.05
RARE_EVERY: Final = 5_000  # one appeal in so many holds the rare word
RARE: Final = "stalactite"
COMMON: Final = "lamp"
TABLES: Final = ("channels_message", "appeals_appeal", "appeals_tokens", "ledger_entry")
VOCABULARY: Final = [*WORDS, *(f"word{number}" for number in range(20_000))]
_WEIGHTS: Final = list(accumulate(1 / (rank + 10) for rank in range(len(VOCABULARY))))
PARTS: Final = 2


def grow(home: Path, before: int, after: int) -> None:
    """Bring the number of appeals from `before` to `after`, then bring back indexes and statistics."""
    from answerable_host.cluster import roles, server

    place = server.ServerFolders(home)
    with server.connect(place, dbname=roles.DATABASE) as boss:
        big = after - before > 50_000
        indexes = _drop_indexes(boss) if big else []
        order = [sys.executable, __file__, str(home), str(before), str(after)]
        parts = [subprocess.Popen([*order, str(part), str(PARTS)]) for part in range(PARTS)]
        statuses = [part.wait() for part in parts]
        if any(statuses):
            raise SystemExit("the house could not be filled")
        boss.execute("SET maintenance_work_mem = '512MB'")
        for words in indexes:
            boss.execute(words)
        for table in TABLES:
            boss.execute(f"VACUUM ANALYZE {table}")  # type: ignore[arg-type] # a name of our own
        boss.execute("CHECKPOINT")


def _drop_indexes(boss: Any) -> list[str]:
    found = boss.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)",
        [list(TABLES)],
    ).fetchall()
    for name, _ in found:
        boss.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


class Maker:
    """Makes the lines of one appeal after another."""

    def __init__(self, bodies: list[tuple[int, int]], categories: list[int], seed: int) -> None:
        from answerable.appeals.rules.points import gist
        from answerable.vault.keys import server_key
        from answerable.vault.rules.search import tokens
        from answerable.vault.sealing import seal_text

        self.bodies, self.categories, self.chance = bodies, categories, random.Random(seed)
        self.gist, self.seal = gist, seal_text
        self.tokens = {word: tokens(server_key(), word)[0] for word in [*VOCABULARY, RARE]}
        self.until = datetime.now(UTC).replace(microsecond=0)

    def lines(self, ref: int, place: int, share: float) -> list[list[object]]:
        """The lines for each of TABLES; `share` says how far through the two years it came."""
        chance, thing = self.chance, str(subject_of(ref))
        body, root = chance.choice(self.bodies)
        words = chance.choices(VOCABULARY, cum_weights=_WEIGHTS, k=chance.randrange(15, 40))
        if place % RARE_EVERY == 0:
            words.append(RARE)
        text = " ".join(words)
        at = self.until - timedelta(days=DAYS * (1 - share))
        due = at + timedelta(days=30)
        state, done = self._state()
        answered = at + timedelta(days=chance.randrange(1, 30)) if done else None
        message = [
            ref + 1, root, thing, "web", True, "appeal", "stranger", at, "en",
            self.seal(MESSAGE_TEXT, text, root=root, ref=ref + 1),
        ]  # fmt: skip
        gist = self.seal(APPEAL_GIST, self.gist(text), root=root, ref=ref)
        closed = answered if state == "closed" else None
        appeal = [
            ref, root, f"BEN-{at.year}-{place:07d}", "report", "web", "en", "W", state, body,
            chance.choice(self.categories), [], [], [], "[]", [], at, due, due, "{}", 0, answered, closed, False, gist,
        ]  # fmt: skip
        tokens = [ref, root, list({self.tokens[word] for word in words})]
        facts = json.dumps({"kind": "report", "channel": "web", "body": body})
        entry = [ref + 2, at, "stranger", "appeal.registered", thing, root, facts, 0]
        return [message, appeal, tokens, entry]

    def _state(self) -> tuple[str, bool]:
        drawn = self.chance.random()
        if drawn < OPEN_SHARE:
            return ("accepted" if drawn < OPEN_SHARE / 2 else "registered"), False
        return ("answered" if drawn < OPEN_SHARE + 0.02 else "closed"), True


COLUMNS: Final = {
    "channels_message": "id, root, thing, channel, incoming, kind, author, at, language, text",
    "appeals_appeal": "id, root, number, kind, channel, language, tier, state, body_id, category_id, barred_bodies, "
    "barred_persons, readers, routed, care, registered_at, due_at, safe_at, due_facts, extended, answered_at, "
    "closed_at, suspected, gist",
    "appeals_tokens": "appeal, root, tokens",
    "ledger_entry": "id, at, actor, deed, thing, root, facts, xact",
}


def part(home: Path, before: int, after: int, mine: int, parts: int) -> None:
    """Write every `parts`-th appeal of the growth."""
    from answerable_host.cluster import roles, server

    with server.connect(server.ServerFolders(home), dbname=roles.DATABASE) as boss:
        boss.execute("SET session_replication_role = replica")
        bodies = boss.execute("SELECT id, root FROM people_body").fetchall()
        categories = [ref for (ref,) in boss.execute("SELECT id FROM law_category").fetchall()]
        maker = Maker(bodies, categories, before + mine)
        batch: list[list[list[object]]] = []
        count = after - before
        for number in range(mine, count, parts):
            # ids grow with time as real ones do; those of an earlier growth lie between them
            ref = int((number + 0.5) / count * (1 << 52)) // 64 * 64 + (16 if before else 0) + (1 << 53)
            batch.append(maker.lines(ref, before + number, number / count))
            if len(batch) == 5_000:
                _copy(boss, batch)
                batch = []
        _copy(boss, batch)


def _copy(boss: Any, batch: list[list[list[object]]]) -> None:
    for place, table in enumerate(TABLES):
        with boss.cursor() as cursor, cursor.copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as copy:
            for lines in batch:
                copy.write_row(lines[place])


if __name__ == "__main__":
    os.environ["ANSWERABLE_HOME"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.site.settings"
    import django

    from answerable.base import row_scope

    django.setup()
    row_scope.set_process_scope(row_scope.EVERYWHERE)
    part(Path(sys.argv[1]), *(int(word) for word in sys.argv[2:6]))
