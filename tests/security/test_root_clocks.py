"""Root sets the clock back, or forward: no act of an office is dated before what witnesses saw, and no message is refused.

The witnesses of these tests sign by clocks of their own. "The clock was set back" is a test that goes back to its own
instant after the log was witnessed at a later one.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.actions import PointReply, Registered
from answerable.appeals.models import Answer, Appeal, Point
from answerable.appeals.testing import World, make_world
from answerable.base import clock
from answerable.base.actor import resident
from answerable.base.testing import later, now
from answerable.base.verdict import NotNowError
from answerable.ledger import keys, published, sequencing, testing
from answerable.ledger.models import Entry, PublicLeaf
from answerable.ledger.queries import clocks
from answerable.people.models import Account
from answerable.site import timekeeping
from answerable.site.commands import log as log_command
from answerable.site.demo import living
from tests.log import seers
from tests.security.rooted import forced

pytestmark = pytest.mark.security
DAYS = timedelta(days=3)


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """What one test's process agreed with the database and the witnesses is nobody else's business."""
    clock.go_alone()
    yield
    clock.go_alone()


@pytest.fixture
def home(tmp_path: Path, transactional_db: None) -> Iterator[Path]:
    del transactional_db
    with testing.at_home(tmp_path / "home") as found:
        found.mkdir()
        keys.create_keys(at=now())
        yield found


@pytest.fixture
def world(home: Path) -> World:
    del home
    return make_world()


@contextmanager
def witnessed(home: Path, seer: Path) -> Iterator[sequencing.Sequencer]:
    """A log with one witness, whose clock goes with the test's."""
    key = seers.born(seer)
    with seers.listening(seer) as url:
        seers.relied_on(home, ("seer", key, url), quorum=1)
        yield testing.sequencer()


def publish(one: sequencing.Sequencer) -> None:
    one.step(at=now(), everything=True)
    found = published.head()
    assert found is not None
    assert found.enough


def at_desk(world: World, login: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get(id=world.people[login]))
    return client


def sent_with_a_point(world: World) -> Registered:
    """An appeal of now with its one point, ready to be answered."""
    sent = world.sent(at=now())
    who = world.actor("petrenko")
    appeals_actions.set_points(by=who, at=now(), ref=sent.appeal, points=[(None, "When?")])
    return sent


def _answered(world: World, ref: int, *, at: datetime) -> Answer:
    said = [PointReply(point, "answered", "Soon.") for point in Point.objects.values_list("id", flat=True)]
    who = world.actor("petrenko")
    return appeals_actions.answer_appeal(by=who, at=at, ref=ref, text="It will be mended.", replies=said)


def test_an_act_of_an_office_before_what_the_witnesses_saw_is_refused_and_a_residents_words_never(
    home: Path, world: World, tmp_path: Path
) -> None:
    sent = sent_with_a_point(world)
    with witnessed(home, tmp_path / "seer") as one, later(DAYS):
        publish(one)
        seen = published.witnessed_at()
    assert seen is not None
    clock.hold_floor(clocks.floor(now()))  # as every process does three times a minute
    said = at_desk(world, "petrenko").post(f"/desk/appeals/{sent.number}/note/", {"text": "Looked at it."})
    assert said.status_code == 409
    assert "independent witnesses have seen the public log at a later time" in said.content.decode()
    with pytest.raises(NotNowError, match=r"^clock\.behind$"):
        _answered(world, sent.appeal, at=seen - timedelta(seconds=1))
    assert not Answer.objects.exists()
    appeals_actions.reply(by=resident(sent.appeal), at=now(), ref=sent.appeal, text="And?", token="r" * 24)
    world.sent(at=now())
    taken_down = world.intake(kind="complaint", seal=True)
    appeals_actions.register(by=world.actor("marta"), at=now(), intake=taken_down)
    assert Appeal.objects.count() == 3
    assert _answered(world, sent.appeal, at=seen + timedelta(seconds=1)).id == Answer.objects.get().id


def test_every_process_learns_what_the_witnesses_saw_with_the_time(home: Path, world: World, tmp_path: Path) -> None:
    world.sent(at=now())
    with witnessed(home, tmp_path / "seer") as one:
        publish(one)
    assert timekeeping.ask_database()
    assert clock.floor() == published.witnessed_at()


def test_an_instant_ahead_of_the_databases_clock_becomes_no_act(world: World) -> None:
    sent = sent_with_a_point(world)
    counted = monotonic()
    clock.agree(now(), asked=counted, answered=counted)
    ahead = now() + timedelta(minutes=2)
    with pytest.raises(NotNowError, match=r"^clock\.ahead$"):
        _answered(world, sent.appeal, at=ahead)
    appeals_actions.reply(by=resident(sent.appeal), at=ahead, ref=sent.appeal, text="And?", token="r" * 24)


def test_out_of_a_future_comes_only_an_operators_word_and_it_stands_in_the_log(
    home: Path, world: World, tmp_path: Path, test_home: Path
) -> None:
    sent = sent_with_a_point(world)
    with witnessed(home, tmp_path / "seer") as one, later(DAYS):
        publish(one)
    assert any("before the log's last checkpoint" in line for line in clocks.troubles(now()))
    forced(
        test_home,
        "INSERT INTO ledger_entry (id, at, actor, deed, thing, root, facts, xact, seal) "
        "VALUES (7, now(), 'house', 'log.clock_mended', 'log/clock', 0, %s, 1, '')",
        json.dumps({"over": (now() + 9 * DAYS).isoformat()}),
    )
    assert clocks.floor(now()) is not None  # nobody but this system can say it
    forced(test_home, "DELETE FROM ledger_entry WHERE id = 7")
    done = CliRunner().invoke(log_command.command, ["clock", "--yes"])
    assert done.exit_code == 0, done.output
    assert (clocks.floor(now()), list(clocks.troubles(now()))) == (None, [])
    leaf = json.loads(bytes(PublicLeaf.objects.order_by("-id").first().body))
    until = now().date()
    assert (leaf["k"], leaf["x"]["from"], leaf["x"]["until"]) == ("clock-mended", f"{until + DAYS}", f"{until}")
    assert Entry.objects.get(deed="log.clock_mended").actor == "house"
    clock.hold_floor(clocks.floor(now()))
    _answered(world, sent.appeal, at=now())
    again = CliRunner().invoke(log_command.command, ["clock", "--yes"])
    assert again.exit_code == 0, again.output  # still ahead: said once more is no harm


def test_a_log_that_is_not_ahead_needs_no_mending(home: Path, world: World) -> None:
    world.sent(at=now())
    testing.sequencer().step(at=now(), everything=True)
    assert CliRunner().invoke(log_command.command, ["clock", "--yes"]).exit_code == 1


def test_an_answer_that_the_log_proves_late_is_shown_as_late(
    home: Path, world: World, tmp_path: Path, client: Client
) -> None:
    sent = sent_with_a_point(world)
    appeal = Appeal.objects.get(id=sent.appeal)
    assert appeal.due_at is not None
    with witnessed(home, tmp_path / "seer") as one:
        with later(appeal.due_at - now() + timedelta(days=2)):
            publish(one)
            world.sent(at=now())
            publish(one)  # carries what the witness saw before
        _answered(world, sent.appeal, at=now() + timedelta(days=1))  # by a process that was told nothing
        with later(appeal.due_at - now() + timedelta(days=2)):
            publish(one)
            client.post("/en/follow/", {"code": sent.code})
            page = client.get("/en/follow/message/").content.decode()
            desk = at_desk(world, "petrenko").get(f"/desk/appeals/{sent.number}/").content.decode()
    for shown in (page, desk):
        assert "Late by the log." in shown
    assert "Answered, 1 day late" in page


def test_an_answer_within_its_term_is_not_called_late(home: Path, world: World, tmp_path: Path, client: Client) -> None:
    sent = sent_with_a_point(world)
    due = Appeal.objects.get(id=sent.appeal).due_at
    assert due is not None
    with witnessed(home, tmp_path / "seer") as one:
        publish(one)
        with later(due - now() - timedelta(hours=1)):
            world.sent(at=now())
            publish(one)
            _answered(world, sent.appeal, at=now())
        with later(due - now() + timedelta(hours=3)):
            publish(one)
            client.post("/en/follow/", {"code": sent.code})
            page = client.get("/en/follow/message/").content.decode()
    assert "Late by the log." not in page
    assert "Answered on the last day" in page


def test_the_sample_which_lives_in_the_past_needs_a_journal_of_its_own(db: None) -> None:
    clock.hold_floor(now())
    with pytest.raises(NotNowError, match=r"^demo\.witnessed$"):
        living.live(now=now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("lost", ["checkpoint", "keys"])
def test_what_witnesses_saw_is_not_unseen_because_a_file_is_away(
    home: Path, world: World, tmp_path: Path, lost: str
) -> None:
    """The checkpoint is taken away, or the policy beside it asks for nobody's word any more."""
    sent = sent_with_a_point(world)
    with witnessed(home, tmp_path / "seer") as one, later(DAYS):
        publish(one)
        seen = published.witnessed_at()
    assert seen is not None
    (home / "log" / lost).unlink()
    clock.hold_floor(clocks.floor(now()))
    assert (clock.floor(), published.newest_witnessed()) == (seen, seen)
    assert "what is published now does not say so" in next(clocks.troubles(now()))
    with pytest.raises(NotNowError, match=r"clock\.behind"):
        _answered(world, sent.appeal, at=now())
