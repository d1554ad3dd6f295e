"""Server time of a head's pages: worklist, case, search, at few and at very many appeals in one database."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import fill

LOGIN: Final = "v.moroz"  # heads the raion department: the units below it are most of the pack's bodies
ROUNDS: Final = 200
WARM: Final = 20
LIMIT_MS: Final = 25.0
LIMIT_RATIO: Final = 1.5


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one page, and its queries."""

    p50: float
    p95: float
    queries: int


def measure(*, rounds: int = ROUNDS) -> dict[str, Timed]:
    """Time each page in this process, through all of Django, as a signed-in head."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from answerable.people.models import Account

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Account.objects.get(login=LOGIN))
    numbers = _numbers(rounds + WARM + 1)
    the_list = reverse("desk:appeals:list")

    def searched(words: str) -> str:
        """The address of what was found: words stand in none, so that a form leads there."""
        return str(client.post(reverse("desk:appeals:search"), {"q": words}).headers["Location"])

    pages: dict[str, Callable[[int], str]] = {
        "worklist": lambda _: the_list,
        "all appeals, newest": lambda _: f"{the_list}?view=all",
        "case": lambda place: reverse("desk:appeals:case", args=[numbers[place]]),
        "search, common word": lambda _: searched(fill.COMMON),
        "search, rare word": lambda _: searched(fill.RARE),
        "search, two words": lambda place: searched(f"{fill.COMMON} word{place % 50}"),
    }
    found = {}
    for name, address in pages.items():
        for place in range(WARM):
            _asked(client, address(place))
        place = address(WARM)
        with CaptureQueriesContext(connection) as caught:
            _asked(client, place)
        queries = len(caught)  # now: the next request forgets them
        times = sorted(_asked(client, address(WARM + 1 + place)) for place in range(rounds))
        p50, p95 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.95))
        found[name] = Timed(p50, p95, queries)
    return found


def _asked(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return taken


def _numbers(count: int) -> list[str]:
    """Numbers of appeals that the head may open, from all over the two years."""
    from django.utils.timezone import now

    from answerable.appeals.queries import seen_by
    from answerable.people.models import Account
    from answerable.people.queries import actor_for

    mine = seen_by(actor_for(Account.objects.get(login=LOGIN).pk, now())).order_by("id").values_list("id", "number")
    chance = random.Random(5)
    first, last = mine.first(), mine.last()
    if first is None or last is None:
        raise SystemExit("the head has no appeal to open")
    drawn = (mine.filter(id__gte=chance.randint(first[0], last[0])).first() or first for _ in range(count))
    return [number for _, number in drawn]


def sign_in_at_once(home: Any) -> None:
    """Let the head in without a first change of password, as they'd be after it."""
    from answerable_host.cluster import roles, server

    with server.connect(server.ServerFolders(home), dbname=roles.DATABASE) as boss:
        boss.execute("SET session_replication_role = replica")
        boss.execute("UPDATE people_account SET must_change_password = false WHERE login = %s", [LOGIN])
