"""S35: kill -9 at twenty points of an intake with three files: all of it or nothing, one appeal a form, no orphan left.

`tests/scale/test_killed.py` does the same to a whole running system under load; here the points are exact.
"""

from collections.abc import Iterator

import pytest

from tests.security.killing import inside
from tests.security.living import Living, living

pytestmark = [pytest.mark.machine_clock, pytest.mark.chaos, pytest.mark.slow]
POINTS = 20
INTAKES = r"""
import re
from pathlib import Path
from datetime import timedelta
from html import unescape
from django.conf import settings
from django.test import Client
from answerable.appeals.models import Appeal
from answerable.vault import actions as vault, file_store
from answerable.vault.models import File, FollowUpCode
from answerable.ledger.models import PublicLeaf
SHOWN = settings.ANSWERABLE.home / "shown"
SHOWN.mkdir()
def hidden(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode())
    return {name: unescape(value) for name, value in found}
def intake(token):
    sender = Client(SERVER_NAME="localhost")
    first = {"token": token, "text": "The lamp is dark.", "kind": "report", "about": "unsure",
             "screen": "first", "go": "check"}
    files = [SimpleUploadedFile(f"lamp{n}.txt", f"{token} photo {n}".encode()) for n in range(3)]
    for _ in range(3):  # a loaded machine may not clean a file in time: the page says so and the sender sends again
        second = sender.post("/en/write/", first | {"files": files})
        last = sender.post("/en/write/", hidden(second) | {"screen": "second", "go": "send"})
        shown = "".join(re.findall(r"<span>(\d{4})</span>", last.content.decode()))
        if shown:
            break
        [each.seek(0) for each in files]
    assert len(shown) == 24, re.sub(r"<[^>]*>|\s+", " ", last.content.decode())[:3000]
    (SHOWN / token).write_text(shown)
tokens = [secrets.token_urlsafe(32) for _ in range(POINTS + 1)]
killed = at_points(POINTS, [lambda token=token: intake(token) for token in tokens])
def standing():
    whole = []
    for appeal in Appeal.objects.all():
        thing = f"appeal/{appeal.id}"
        parts = (File.objects.filter(thing=thing).count(), FollowUpCode.objects.filter(subject_id=appeal.id).count(),
                 PublicLeaf.objects.filter(case__isnull=False, body__isnull=False, id__gt=0).exists())
        whole.append(list(parts))
    return whole
found = {"killed": killed, "halves": [parts for parts in standing() if parts != [3, 1, True]]}
codes = {path.name: path.read_text() for path in SHOWN.iterdir()}
found["shown"] = len(codes)
found["dead_codes"] = [token for token, code in codes.items() if not vault.enter_code(typed=code, at=now())]
before = Appeal.objects.count()
found["acknowledged_lost"] = max(len(codes) - before, 0)
for token in tokens:
    intake(token)
found["appeals"] = Appeal.objects.count()
found["files"] = File.objects.exclude(thing="").count()
found["changed_codes"] = [token for token, code in codes.items() if (SHOWN / token).read_text() != code]
vault.sweep_files(at=now() + timedelta(days=3))
rows = set(File.objects.values_list("id", flat=True))
found["orphans"] = sorted(set(file_store.stored_files()) ^ rows)
found["drafts"] = [str(path) for path in (settings.ANSWERABLE.home / "files").rglob("*-draft")]
found["leaves"] = PublicLeaf.objects.filter(case__isnull=False).values("case").distinct().count()
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living(tmp_path_factory.mktemp("s35") / "home") as mine:
        yield mine


def test_s35_killed_at_twenty_points_of_an_intake_with_3_files_all_of_it_is_there_or_nothing(
    installation: Living,
) -> None:
    found = inside(installation, INTAKES.replace("POINTS", str(POINTS)))
    assert found["killed"] == [True] * POINTS
    assert (found["halves"], found["dead_codes"], found["acknowledged_lost"]) == ([], [], 0)
    assert found["shown"] >= 1
    assert found["changed_codes"] == [], "who sent the same form again must see the code they may have written down"
    assert (found["appeals"], found["files"], found["leaves"]) == (POINTS + 1, 3 * (POINTS + 1), POINTS + 1)
    assert (found["orphans"], found["drafts"]) == ([], []), "something is left after the sweep"
