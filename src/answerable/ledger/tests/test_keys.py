"""The keys of the log: outside the database, readable by nobody else, changed with an overlap."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from answerable.ledger import keys, testing
from answerable_verify.note import sign_note, verify_note

AT = testing.AT


@pytest.fixture
def home(tmp_path: Path, db: None) -> Iterator[Path]:
    del db
    with testing.at_home(tmp_path) as found:
        yield found


def test_seeds_are_for_their_owner_alone_and_two_keys_are_two(home: Path) -> None:
    ring = keys.create_keys(at=AT)
    seeds = sorted((home / "secret" / "log").iterdir())
    assert [(seed.name, seed.stat().st_mode & 0o777) for seed in seeds] == [
        ("log-1.seed", 0o600),
        ("promise-1.seed", 0o600),
    ]
    assert len({seed.read_bytes() for seed in seeds}) == 2
    assert keys.promiser().key.name == f"{ring.origin}/promise"
    assert all(seed.read_bytes().hex() not in (home / keys.FILE).read_text() for seed in seeds)


def test_an_origin_is_never_used_twice(home: Path) -> None:
    keys.create_keys(at=AT)
    with pytest.raises(keys.NoKeysError, match="has its keys already"):
        keys.create_keys(at=AT)
    (home / keys.FILE).unlink()
    with pytest.raises(keys.NoKeysError, match="put that file back"):
        keys.create_keys(at=AT)


def test_a_seed_that_others_can_read_signs_nothing(home: Path) -> None:
    keys.create_keys(at=AT)
    (home / "secret" / "log" / "log-1.seed").chmod(0o644)
    with pytest.raises(keys.NoKeysError, match="can be read by others"):
        keys.signers()


def test_both_keys_sign_for_thirty_days_and_the_old_one_speaks_up_to_its_size(home: Path) -> None:
    del home
    keys.create_keys(at=AT)
    keys.rotate_keys(at=AT)
    note = sign_note("text\n", *keys.signers())
    assert len(verify_note(note, keys.log_keys()).signatures) == 2
    with pytest.raises(keys.NoKeysError, match="retire the old one first"):
        keys.rotate_keys(at=AT)
    with pytest.raises(keys.NoKeysError, match="have until"):
        keys.retire_key(at=AT + timedelta(days=29), size=7)
    keys.retire_key(at=AT + timedelta(days=30), size=7)
    assert {known.until for known in keys.log_policy().logs} == {None, 7}
    with pytest.raises(keys.NoKeysError, match="only one key"):
        keys.retire_key(at=AT + timedelta(days=90), size=9)
    assert settings.ANSWERABLE.address in keys.log_lines()
