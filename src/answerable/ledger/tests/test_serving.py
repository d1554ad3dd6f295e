"""The files of the log as anybody gets them: types, caching, one spelling of every address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from answerable.ledger import testing
from answerable_verify.tiles import parse_bundle


@pytest.fixture
def log(tmp_path: Path, db: None) -> Iterator[Path]:
    del db
    with testing.at_home(tmp_path):
        one = testing.sequencer()
        for case in range(300):
            testing.record_public_act(case)
        one.step(at=testing.AT, everything=True)
        yield tmp_path / "log"


def test_the_checkpoint_is_text_and_kept_for_seconds(log: Path, client: Client) -> None:
    answer = client.get("/log/checkpoint")
    assert answer.content == (log / "checkpoint").read_bytes()
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/plain; charset=utf-8", "public, max-age=5")
    assert not answer.cookies


def test_keys_are_the_policy_that_readers_begin_with(log: Path, client: Client) -> None:
    del log
    text = client.get("/log/keys").content.decode()
    assert text.startswith("log ")
    assert "#: promise " in text


def test_tiles_and_bundles_are_kept_for_ever(log: Path, client: Client) -> None:
    del log
    for path, size in (("tile/0/000", 8192), ("tile/1/000.p/1", 32)):
        answer = client.get(f"/log/{path}")
        assert len(answer.content) == size
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(parse_bundle(client.get("/log/tile/entries/000").content, 256)) == 256


@pytest.mark.parametrize(
    "path", ["tile/0/0", "tile/0/000.p/256", "tile/00/000", "tile/0/../keys", "tile/9/000", "tile/"]
)
def test_other_spellings_are_missing(log: Path, client: Client, path: str) -> None:
    del log
    assert client.get(f"/log/{path}").status_code == 404


def test_nothing_can_be_sent_there(log: Path, client: Client) -> None:
    del log
    assert client.post("/log/checkpoint").status_code == 405
