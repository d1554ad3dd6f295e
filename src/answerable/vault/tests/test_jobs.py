"""What the vault does by itself."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.testing import now
from answerable.vault import actions, file_store, jobs, keys, queries, testing
from answerable.vault.models import FailedAttempt, File, FollowUpCode
from answerable.vault.terms import MadeBy

pytestmark = [pytest.mark.django_db, pytest.mark.instants]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A shelf of its own."""
    monkeypatch.setattr(keys, "files_home", lambda: tmp_path / "files")


def test_the_jobs_are_known_to_the_worker_and_come_by_themselves():
    mine = {name: task.queueing_lock for name, task in app.tasks.items() if name.startswith("answerable.vault.")}
    assert mine == {
        "answerable.vault.jobs.clean_waiting_files": "vault.clean_waiting_files",
        "answerable.vault.jobs.hash_waiting_codes": "vault.hash_waiting_codes",
        "answerable.vault.jobs.remember_codes": "vault.remember_codes",
        "answerable.vault.jobs.scan_waiting_files": "vault.scan_waiting_files",
        "answerable.vault.jobs.sweep": "vault.sweep",
        "answerable.vault.jobs.watch_keys": "vault.watch_keys",
    }
    periodic = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    assert set(mine) - periodic == set()


@pytest.mark.django_db(transaction=True)  # the slow hashes are made by a thread of their own
def test_waiting_codes_and_files_are_seen_to():
    for number in range(3):
        code = actions.code_for_form(f"form {number}", 0)
        row = actions.code_row(
            code=code, subject=Subject("appeal", new_id()), root=5, made_by=MadeBy.SENDER, on=now().date()
        )
        FollowUpCode.objects.create(**row)
    actions.keep_draft(token="form", upload=testing.Given("a.txt", b"words"), at=now())
    assert (queries.codes_to_hash(), queries.uncleaned()) == (3, 1)
    jobs.hash_waiting_codes(timestamp=0)
    jobs.clean_waiting_files(timestamp=0)
    assert (queries.codes_to_hash(), queries.uncleaned()) == (0, 0)


@pytest.mark.django_db(transaction=True)  # as above
def test_a_damaged_code_keeps_no_other_waiting(caplog):
    made = []
    for number in range(3):
        row = actions.code_row(
            code=actions.code_for_form(f"form {number}", 0), subject=Subject("appeal", new_id()), root=5,
            made_by=MadeBy.SENDER, on=now().date(),
        )  # fmt: skip
        made.append(FollowUpCode.objects.create(**row).id)
    first = min(made)
    FollowUpCode.objects.filter(id=first).update(sealed=b"moths were here")
    jobs.hash_waiting_codes(timestamp=0)
    assert list(FollowUpCode.objects.filter(hash=None).values_list("id", flat=True)) == [first]
    assert f"1 waiting codes can't be opened and hashed, the first of them is {first}" in caplog.text


def test_what_is_over_is_swept():
    long_ago = now() - timedelta(days=3)
    actions.keep_draft(token="form", upload=testing.Given("a.txt", b"words"), at=long_ago)
    FailedAttempt.objects.create(locator="0000009", failures=3, at=long_ago)
    actions.begin_follow(subject=Subject("appeal", 1), root=5, at=long_ago)
    jobs.sweep(timestamp=0)
    assert (File.objects.count(), list(file_store.stored_files()), FailedAttempt.objects.count()) == (0, [], 0)
    assert actions.hash_one_code() is False
