"""A journalist takes a figure from a page, computes it again with the downloaded verifier, and finds the erratum.

docs/walks/a-figure.md tells the same way.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from answerable.figures import testing
from answerable.people.testing import make_body
from answerable_verify.exits import BROKEN, FINE, OLDER

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def asked(verifier: Path, home: Path, address: str) -> tuple[int, str]:
    """What the one file says of the figure at an address, over the files of the log."""
    (home / "figure.json").write_bytes(Client().get(address).content)
    told = [str(home / "figure.json"), "--log", str(home / "log"), "--policy", str(home / "log" / "keys")]
    done = subprocess.run([sys.executable, "-I", str(verifier), "figure", *told], capture_output=True, check=False)
    return done.returncode, done.stdout.decode()


def test_a_journalist_recomputes_a_figure_and_finds_the_erratum(tmp_path: Path) -> None:
    make_body("dep")
    with testing.published_log(tmp_path) as log:
        testing.march("dep")
        testing.placed(log)
        testing.publish_march()
        testing.placed(log)
        browser = Client()
        page = browser.get("/en/figures/on-time/2026-03/").text
        verifier = tmp_path / "answerable-verify.pyz"
        verifier.write_bytes(browser.get(re.search(r'href="([^"]+)">Get the verifier', page)[1]).content)
        quoted = re.search(r"answerable-verify figure https?://[^/]+(/\S+?\.json)", page)[1]
        code, said = asked(verifier, tmp_path, quoted)
        assert "EQUAL: the published figure is what these rows give." in said
        assert "  all: 0.666667" in said
        unwitnessed = code  # this log has no witnesses: fine, or said to be unwitnessed
        assert unwitnessed in {FINE, 7}

        testing.told(11, "answered", day=19, body="dep")
        testing.placed(log)
        testing.publish_march()
        testing.placed(log)
        page = browser.get("/en/figures/on-time/2026-03/").text
        assert "acts of this period came into the log after the figure was published" in page
        old = re.search(r'href="(/data/figures/on-time/2026-03/0\.json)"', page)[1]
        code, said = asked(verifier, tmp_path, old)
        assert (code, "It was CORRECTED at leaf" in said) == (OLDER, True)
        code, said = asked(verifier, tmp_path, quoted)
        assert (code, "  all: 0.750000" in said) == (unwitnessed, True)

        polished = browser.get(quoted).content.replace(b'"0.750000"', b'"0.950000"')
        (tmp_path / "figure.json").write_bytes(polished)
        told = ["figure", str(tmp_path / "figure.json"), "--log", str(tmp_path / "log")]
        done = subprocess.run([sys.executable, "-I", str(verifier), *told], capture_output=True, check=False)
        assert (done.returncode, "published as: 0.950000" in done.stdout.decode()) == (BROKEN, True)
