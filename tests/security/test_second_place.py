"""Root, or a tired operator, puts an old home or an old backup back: what lies outside of the home remembers."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import transaction

from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, make_world
from answerable.base.testing import now
from answerable.ledger import freezing, keys, sequencing, testing
from answerable.ledger import queries as ledger_queries
from answerable.ledger.models import Tree
from answerable.people.models import Seat
from answerable.site.backups import numbers, replaying
from answerable.site.commands import check
from answerable.site.commands import log as log_command
from answerable.site.followers import begin_new_numbers
from answerable.site.testing import hear_all
from answerable_host import config, second_place
from answerable_host.backups import erasures
from answerable_host.backups.erasures import Erasure
from tests.security.rooted import forced

pytestmark = pytest.mark.security


class Back(Exception):  # noqa: N818 -- goes back to the backup
    """The database as it was."""


@pytest.fixture
def home(tmp_path: Path, transactional_db: None) -> Iterator[Path]:
    """An installation as `make run` makes one: its second place beside it. Sequences are set back after each test."""
    del transactional_db
    with testing.at_home(tmp_path / "var") as found:
        settings.ANSWERABLE = replace(settings.ANSWERABLE, log_highwater_to=None)
        found.mkdir()
        yield found


@pytest.fixture
def world(home: Path) -> World:
    del home
    return make_world()


def _leaf(case: int, one: sequencing.Sequencer) -> None:
    testing.record_public_act(case)
    one.step(at=testing.AT + timedelta(minutes=case), everything=True)


def test_the_mark_lies_beside_the_home_and_a_whole_home_from_yesterday_signs_no_second_history(home: Path) -> None:
    one = testing.sequencer()
    _leaf(1, one)
    yesterday = home.with_name("yesterday")
    shutil.copytree(home, yesterday)
    with pytest.raises(Back), transaction.atomic():
        _leaf(2, one)
        raise Back
    shutil.rmtree(home)
    yesterday.rename(home)
    assert settings.ANSWERABLE.second_place == home.with_name("var-highwater")
    again = sequencing.of_this_installation()
    assert again.hold_if_older(at=testing.AT)
    again.start(at=testing.AT)
    signed = bytes(Tree.objects.get().note)
    testing.record_public_act(3)
    assert again.step(at=testing.AT + timedelta(minutes=9), everything=True) == 0
    assert bytes(Tree.objects.get().note) == signed
    assert "var-highwater" in ledger_queries.frozen()


def test_a_mark_that_is_gone_is_not_taken_for_one_that_never_was(home: Path) -> None:
    one = testing.sequencer()
    _leaf(1, one)
    shutil.rmtree(settings.ANSWERABLE.second_place)
    testing.record_public_act(2)
    assert one.step(at=testing.AT + timedelta(minutes=9), everything=True) == 0
    assert "is gone" in ledger_queries.frozen()
    done = CliRunner().invoke(log_command.command, ["compare"])
    assert done.exit_code == 0, done.output
    assert one.step(at=testing.AT + timedelta(minutes=10), everything=True) > 0
    assert (settings.ANSWERABLE.second_place / freezing.MARK).exists()


def test_a_mirror_vouches_where_the_mark_is_gone(tmp_path: Path, db: None) -> None:
    del db
    keep = tmp_path / "elsewhere"
    with testing.at_home(tmp_path / "var", log_mirrors=(str(keep),)) as home:
        home.mkdir()
        one = testing.sequencer()
        _leaf(1, one)
        shutil.copytree(home / "log", keep)
        shutil.rmtree(settings.ANSWERABLE.second_place)
        testing.record_public_act(2)
        assert one.step(at=testing.AT + timedelta(minutes=9), everything=True) > 0
        assert one.outside.is_marked()


def test_after_a_freeze_numbers_come_from_a_new_series_and_from_a_later_one_each_time(world: World) -> None:
    keys.ensure(at=now())
    first = world.sent(at=now()).number
    one = sequencing.of_this_installation()
    one.start(at=now())
    (settings.ANSWERABLE.home / freezing.HELD).write_text("restored from a backup\n")
    assert one.step(at=now(), everything=True) == 0
    hear_all()
    second = world.sent(at=now()).number
    assert (first[-5:], second[-5:]) == ("00001", "10001")
    assert begin_new_numbers.critical
    assert numbers.begin_new_series() is None  # once a freeze
    (settings.ANSWERABLE.home / freezing.HELD).unlink()
    assert numbers.begin_new_series() == 2
    assert world.sent(at=now()).number[-5:] == "20001"
    assert Appeal.objects.count() == 3


def test_a_database_that_forgot_its_series_is_told_by_the_second_place(home: Path, test_home: Path) -> None:
    del home
    assert numbers.begin_new_series() == 1
    forced(test_home, "SELECT setval('appeals_series', 1, false)")  # as in a backup of before
    assert numbers.begin_new_series() == 2


def test_the_book_of_what_ended_lies_in_the_second_place_too(tmp_path: Path) -> None:
    home, second = tmp_path / "var", tmp_path / "var-highwater"
    gone = Erasure(entry=1, at="2026-03-03T09:00:00+00:00", deed="appeal.erased", thing="appeal/7")
    erasures.write_erasure([home], gone)
    erasures.keep_copies([home, second])
    assert list(erasures.read_erasures([second])) == [gone]
    fresh = tmp_path / "fresh"
    erasures.keep_copies([fresh])
    assert (fresh / erasures.BOOK).read_bytes() == b""


def test_config_shows_where_the_mark_lies(tmp_path: Path) -> None:
    home = tmp_path / "var"
    shown = {name: value for name, value, _, _ in config.load_config({"ANSWERABLE_HOME": str(home)}).shown()}
    assert shown["log_highwater_to"] == str(tmp_path / "var-highwater")
    (home / second_place.INSIDE).mkdir(parents=True)  # of before: it stays there until somebody moves it
    shown = {name: value for name, value, _, _ in config.load_config({"ANSWERABLE_HOME": str(home)}).shown()}
    assert shown["log_highwater_to"] == str(home / second_place.INSIDE)
    (tmp_path / "var-highwater").mkdir()
    shown = {name: value for name, value, _, _ in config.load_config({"ANSWERABLE_HOME": str(home)}).shown()}
    assert shown["log_highwater_to"] == str(tmp_path / "var-highwater")


def test_check_names_what_the_log_lacks(home: Path) -> None:
    _leaf(1, testing.sequencer())
    said = CliRunner().invoke(check.command).output
    assert [line for line in said.splitlines() if "log" in line and line.startswith("NOTE")] == [
        "NOTE   no copy of the log is kept elsewhere (log_mirrors): what a lost database had could not be brought back",
        "NOTE   no witness has seen the log (answerable witness): two people can be shown two of it",
    ]
    shutil.rmtree(settings.ANSWERABLE.second_place)
    (home / second_place.INSIDE).mkdir()
    said = CliRunner().invoke(check.command).output
    assert f"the log's high-water mark is gone from {home / second_place.INSIDE}" in said
    assert "a home brought back from yesterday brings it along" in said


def test_an_older_book_put_in_the_place_of_the_newest_is_seen(tmp_path: Path) -> None:
    """Where the book is there is not enough: how far it had come stands beside it, in every place that has one."""
    second, backups = tmp_path / "second", tmp_path / "backups"
    for entry in (1, 2, 3):
        said = erasures.Erasure(entry, "2026-11-30T12:00:00+00:00", "seat.ended", f"seat/{entry}")
        erasures.write_erasure([second, backups], said)
    erasures.must_be_newest([second, backups])
    lines = (second / erasures.BOOK).read_text().splitlines(keepends=True)
    for older in (lines[:2], []):
        (second / erasures.BOOK).write_text("".join(older))
        erasures.must_be_newest([second, backups])  # the other copy is whole
        with pytest.raises(erasures.BrokenRecordError, match="older than the one that is known of"):
            erasures.must_be_newest([second])
        (backups / erasures.BOOK).write_text("".join(older))
        with pytest.raises(erasures.BrokenRecordError, match="had 3"):
            erasures.must_be_newest([second, backups])
        (backups / erasures.BOOK).write_text("".join(lines))


def test_a_dump_of_before_the_mark_brings_nobody_back_and_opens_nothing_without_the_book(world: World) -> None:
    """Put back by hand, on a server of somebody else's: the start compares, ends what had ended, and refuses without the book."""
    one = testing.sequencer()
    _leaf(1, one)
    places = [settings.ANSWERABLE.home, settings.ANSWERABLE.second_place]
    seat = Seat.objects.get(account=world.people["petrenko"]).id
    with pytest.raises(Back), transaction.atomic():
        _leaf(2, one)
        raise Back
    ended = Erasure(entry=9, at=testing.AT.isoformat(), deed="seat.ended", thing=f"seat/{seat}")
    erasures.write_erasure(places, ended)
    again = sequencing.of_this_installation()
    assert again.is_behind()
    for place in places:
        (place / erasures.BOOK).rename(place / "away")
    with pytest.raises(replaying.BehindError, match="had 1"):
        replaying.catch_up(places)
    assert Seat.objects.get(id=seat).ended_at is None
    (places[0] / "away").rename(places[0] / erasures.BOOK)
    assert (replaying.catch_up(places), Seat.objects.get(id=seat).ended_at) == (1, testing.AT)
    assert again.hold_if_older(at=testing.AT)
    assert not again.is_behind()
