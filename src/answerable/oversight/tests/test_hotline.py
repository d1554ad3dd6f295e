"""The hotline that asks how matters were handled: drawn by a locked seed, asked thrice, read back, counted, drawn again by anybody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import State, subject_of
from answerable.appeals.testing import World, at_desk, make_world, words
from answerable.base import row_scope
from answerable.base.actor import SYSTEM, resident
from answerable.base.incoming import Arrived, Words
from answerable.base.testing import standing_at
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.channels.models import Notice
from answerable.ledger.models import Entry
from answerable.ledger.testing import at_home, audited, sequencer, sound
from answerable.oversight import actions, hearing, hotline
from answerable.oversight.jobs import run_hotline_at
from answerable.oversight.models import CallBack, Sample
from answerable.oversight.terms import Experience, SaidBy
from answerable.oversight.testing import answered
from answerable.vault import actions as vault_actions
from answerable_verify import cli
from answerable_verify.numbers.hotline import parse_counts

pytestmark = pytest.mark.django_db
SUNDAY: Final = datetime(2026, 3, 29, 9, 0, tzinfo=UTC)
ENDS: Final = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)  # 31 days after the answers
MONDAY: Final = datetime(2026, 4, 6, 6, 0, tzinfo=UTC)
TEN: Final = datetime(2026, 4, 6, 7, 0, tzinfo=UTC)  # at ten in Kyiv
OVER: Final = MONDAY + timedelta(days=7, minutes=1)
GOOD: Final = {"how": "reached", "prompt": "5", "respect": "4", "result": "3", "token": "t" * 40}
BAD: Final = {**GOOD, "prompt": "1", "result": "1", "text": "The lamp is still dark."}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with at_home(tmp_path):
        yield tmp_path


def ended(world: World, **said: object) -> Appeal:
    """A matter that its body answered and that silence closed."""
    appeal = answered(world, world.sent(addressed_to=world.bodies["p1"], **said))
    with standing_at(ENDS):
        appeals_actions.close_appeal(by=SYSTEM, at=ENDS, ref=appeal.id)
    return Appeal.objects.get(id=appeal.id)


def witnessed(at: datetime) -> None:
    with standing_at(at):
        one = sequencer()
        one.step(at=at, everything=True)
        one.publish(at=at)


def run(at: datetime, *, logged: bool = True) -> None:
    with standing_at(at):
        run_hotline_at(at, logged=logged)


def drawn(world: World, **said: object) -> CallBack:
    """Somebody who was drawn, in a week that stands in no log."""
    run(SUNDAY, logged=False)
    appeal = ended(world, **({"contact": "+380501234567", "way": "phone"} | said))
    run(MONDAY, logged=False)
    run(MONDAY, logged=False)
    return CallBack.objects.get(appeal=appeal)


def following(appeal: int, root: int) -> Client:
    client = Client(headers={"accept-language": "en"})
    cookie = vault_actions.begin_follow(subject=subject_of(appeal), root=root, at=TEN)
    client.cookies[settings.FOLLOW_COOKIE_NAME] = cookie
    return client


def test_a_week_is_locked_drawn_asked_counted_and_drawn_again_by_a_stranger(world: World, home: Path, capsys) -> None:
    run(SUNDAY)
    assert {row.week for row in Sample.objects.all()} == {date(2026, 3, 30)}
    mine = Sample.objects.get(root=world.bodies["dir"])
    by_phone = ended(world, contact="+380501234567", way="phone")
    by_mail = ended(world, contact="olha@example.org", way="email")
    ended(world)
    ended(world, contact="dytyna@example.org", way="email", care=("child",))
    run(MONDAY)
    mine.refresh_from_db()
    assert mine.framed_at is None  # nobody outside has seen the lock
    witnessed(MONDAY)
    run(MONDAY)
    run(MONDAY)
    mine.refresh_from_db()
    assert (mine.endings, mine.without_way, mine.drawn_at) == (3, 1, None)  # nor the list
    witnessed(MONDAY)
    run(MONDAY)
    asked = {row.appeal_id: row for row in CallBack.objects.all()}
    assert set(asked) == {by_phone.id, by_mail.id}
    assert (Client().get("/en/hotline/").text.count("<section"), Notice.objects.filter(kind="invited").count()) == (
        0,
        0,
    )
    run(TEN)
    assert list(Notice.objects.filter(kind="invited").values_list("thing", flat=True)) == [f"appeal/{by_mail.id}"]
    with standing_at(TEN):
        actions.say_how(
            by=resident(by_mail.id),
            at=TEN,
            callback=asked[by_mail.id].id,
            said=Experience(2, 5, 3),
            door=SaidBy.PAGE,
        )
    run(OVER)
    mine.refresh_from_db()
    counts = parse_counts(bytes(mine.counts or b""))
    assert {code: (row.endings, row.drawn, row.attempts, row.answered) for code, row in counts.items()} == {
        "rest": (2, 2, 1, 0)
    }
    assert (mine.who, len(mine.seed)) == ({}, 64)
    witnessed(OVER)
    assert sound(audited(home))
    client = Client()
    for name in ("frame.csv", "design.json", "drawn.csv"):
        (home / name).write_bytes(client.get(f"/en/hotline/{mine.id}/{name}").content)
    given = [str(home / name) for name in ("frame.csv", "design.json")]
    code = cli.main(["draw", *given, "--seed-hex", mine.seed, "--list", str(home / "drawn.csv")])
    assert (code, "is the one that this seed draws" in capsys.readouterr().out) == (0, True)


def test_a_call_that_hears_not_solved_reads_back_and_takes_a_dispute_down(world: World) -> None:
    row = drawn(world)
    with standing_at(TEN):
        client = at_desk(world, "olena")
        assert row.appeal.number in client.get("/desk/hotline/").text
        address = f"/desk/hotline/{row.id}/"
        shown = client.get(address)
        assert ("+380501234567" in shown.text, "The lamp at the school" in shown.text) == (True, False)
        again = client.post(address, {**BAD, "go": "keep"})
        assert "The lamp is still dark." in words(again)
        assert CallBack.objects.get().state == "waiting"
        assert client.post(address, {**BAD, "go": "write", "agreed": "yes"})["Location"] == "/desk/hotline/"
    row.refresh_from_db()
    assert (row.state, row.by, row.result, row.disputed, len(row.tries)) == ("answered", "call", 1, True, 1)
    appeal = Appeal.objects.get(id=row.appeal_id)
    assert (appeal.state, appeal.closed_at, appeal.ending) == (State.DISPUTED, None, "")
    said = Entry.objects.filter(thing=f"appeal/{appeal.id}", deed="appeal.disputed").get()
    assert (said.facts["word"], said.facts["how"], said.facts["was"]) == ("taken", "call", "closed")
    with standing_at(TEN), row_scope.of_subject(subject_of(appeal.id)):
        appeals_actions.cancel_word(by=resident(appeal.id), at=TEN, ref=appeal.id, entry=said.id)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.closed_at, appeal.ending) == (State.CLOSED, ENDS, "silent")


def test_nobody_is_asked_more_than_three_times_and_each_time_at_another_hour(world: World) -> None:
    row = drawn(world)
    at, hours = TEN, []
    for _ in range(3):
        with standing_at(at):
            answer = at_desk(world, "olena").post(f"/desk/hotline/{row.id}/", {**GOOD, "how": "no_answer"})
            assert answer["Location"] == "/desk/hotline/"
        row.refresh_from_db()
        hours.append(at)
        at = row.next_at or OVER
    assert row.next_at is None
    assert [(one - TEN).days for one in hours] == [0, 2, 5]
    assert len({one.hour for one in hours}) == 3
    run(OVER, logged=False)
    row.refresh_from_db()
    assert row.state == "unreached"
    counts = parse_counts(bytes(Sample.objects.get(id=row.sample_id).counts or b""))["rest"]
    assert (counts.drawn, counts.attempts, counts.reached) == (1, 3, 0)


def test_the_sender_answers_on_their_page_once_and_the_desk_reads_nothing_of_it(world: World) -> None:
    row = drawn(world)
    client = following(row.appeal_id, world.bodies["dir"])
    with standing_at(TEN):
        assert "How was your matter handled?" in client.get("/en/follow/message/").text
        assert client.get("/en/follow/message/how/").status_code == 200
        assert client.post("/en/follow/message/how/", {"prompt": "5"}).status_code == 400
        marks = {name: GOOD[name] for name in ("prompt", "respect", "result")}
        assert "Thank you" in client.post("/en/follow/message/how/", marks).text
        assert client.post("/en/follow/message/how/", marks).status_code == 404
        assert "How was your matter handled?" not in client.get("/en/follow/message/").text
        with row_scope.within(row_scope.officer(roots=[world.bodies["dir"]], bodies=[world.bodies["p1"]])):
            assert CallBack.objects.count() == 0
    row.refresh_from_db()
    assert (row.state, row.by, row.prompt, row.respect, row.result) == ("answered", "page", 5, 4, 3)
    facts = Entry.objects.get(thing=f"callback/{row.id}", deed="callback.said").facts
    assert facts == {"sample": row.sample_id, "by_way": "page"}


def test_the_sender_may_decline_on_their_page(world: World) -> None:
    row = drawn(world)
    with standing_at(TEN):
        answer = following(row.appeal_id, world.bodies["dir"]).post("/en/follow/message/how/", {"go": "decline"})
        assert "You will not be asked" in answer.text
    row.refresh_from_db()
    assert row.state == "refused"


@pytest.mark.parametrize(("login", "status"), [("shevchuk", 404), ("marta", 404), ("koval", 404), ("olena", 200)])
def test_only_those_who_watch_ring(world: World, login: str, status: int) -> None:
    row = drawn(world)
    with standing_at(TEN):
        client = at_desk(world, login)
        assert client.get("/desk/hotline/").status_code == status
        assert client.get(f"/desk/hotline/{row.id}/").status_code == status
        if status == 404:
            with pytest.raises((MissingError, RefusedError)):
                actions.mark_call(by=world.actor(login, TEN), at=TEN, callback=row.id, how="refused")


def test_what_cannot_be_is_refused(world: World) -> None:
    row = drawn(world)
    olena = world.actor("olena", TEN)
    with standing_at(TEN):
        for act, error in (
            (lambda: actions.mark_call(by=olena, at=TEN, callback=row.id, how="reached"), InvalidError),
            (lambda: actions.finish_call(by=olena, at=TEN, callback=row.id, said=Experience(0, 1, 1)), InvalidError),
            (
                lambda: actions.finish_call(
                    by=olena, at=TEN, callback=row.id, said=Experience(5, 5, 3), words="x", token="t" * 40
                ),
                InvalidError,
            ),
            (lambda: actions.mark_call(by=olena, at=TEN, callback=1, how="refused"), MissingError),
            (lambda: actions.decline(by=resident(1), at=TEN, callback=row.id), MissingError),
            (lambda: actions.mark_call(by=olena, at=OVER, callback=row.id, how="refused"), NotNowError),
            (lambda: actions.close_week(by=SYSTEM, at=TEN, sample=row.sample_id), NotNowError),
            (lambda: actions.frame_week(by=SYSTEM, at=TEN, sample=row.sample_id), NotNowError),
            (lambda: actions.draw_week(by=SYSTEM, at=TEN, sample=row.sample_id), NotNowError),
            (lambda: actions.close_week(by=SYSTEM, at=TEN, sample=1), MissingError),
            (
                lambda: actions.commit_week(
                    by=SYSTEM, at=TEN, root=world.bodies["dir"], asker=world.bodies["mon"], week=date(2026, 4, 6)
                ),
                NotNowError,
            ),
        ):
            with pytest.raises(error):
                act()
    assert CallBack.objects.get().state == "waiting"


def said(text: str) -> Words:
    return Words(external="1", sender="main/1", text="", proof="proven", facts={"how": text})


def test_three_digits_in_a_chat_are_kept_of_whoever_was_drawn(world: World) -> None:
    row = drawn(world, contact="main/1", way="telegram")
    run(TEN, logged=False)
    invited = Notice.objects.get(kind="invited")
    assert (invited.way, invited.thing) == ("telegram", f"appeal/{row.appeal_id}")
    about = subject_of(row.appeal_id)
    came = Arrived(delivery=1, part=0, channel="telegram", way="telegram", body=1, token="t", at=TEN, about=about)
    with standing_at(TEN):
        assert hearing.take_short(said("453"), came) == about
        row.refresh_from_db()
        assert (row.state, row.by, row.prompt, row.respect, row.result) == ("answered", "chat", 4, 5, 3)
        assert hearing.take_short(said("453"), came) == about  # pressed again: it is said already
        typed = Words(external="2", sender="main/1", text="453", proof="proven", facts={"how": "453"})
        assert hearing.take_short(typed, came) is None  # words like others


def test_the_public_page_tells_a_week_and_its_files(world: World) -> None:
    row = drawn(world)
    with standing_at(TEN):
        said_all = Experience(5, 5, 3)
        actions.finish_call(by=world.actor("olena", TEN), at=TEN, callback=row.id, said=said_all)
    assert Client().get(f"/en/hotline/{row.sample_id}/counts.csv").status_code == 404  # people are still asked
    run(OVER, logged=False)
    answer = Client().get("/en/hotline/")
    assert "Matters that ended: 1. Left no way to ask: 0." in words(answer)
    weeks = answer.context["weeks"]
    assert answer.text.count('data-figure="hotline/') == 2 * len(weeks)  # the line of each week, and its section
    assert f'data-figure="hotline/{row.sample.week}"' in answer.text
    assert Client().get(f"/en/hotline/{row.sample_id}/counts.csv").content.startswith(b"body,endings,drawn")
    assert Client().get(f"/en/hotline/{row.sample_id}/secret.csv").status_code == 404


def test_a_tenth_is_drawn_five_at_least_or_all() -> None:
    assert [hotline.wanted(n) for n in (0, 3, 5, 6, 50, 51, 120)] == [0, 3, 5, 5, 5, 6, 12]


def test_a_week_is_the_places_own() -> None:
    assert hotline.next_week(datetime(2026, 3, 29, 20, 59, tzinfo=UTC), zone="Europe/Kyiv") == date(2026, 3, 30)
    assert hotline.next_week(datetime(2026, 3, 29, 21, 0, tzinfo=UTC), zone="Europe/Kyiv") == date(2026, 4, 6)
    since, until = hotline.span_of(date(2026, 3, 23), zone="Europe/Kyiv")
    assert until.astimezone(UTC) - since.astimezone(UTC) == timedelta(days=7) - timedelta(hours=1)


def test_whoever_was_drawn_in_the_evening_is_asked_in_the_morning() -> None:
    evening = datetime(2026, 4, 6, 18, 0, tzinfo=UTC)
    first = hotline.attempt_at(evening, 0, zone="Europe/Kyiv")
    assert (first.date(), first.time()) == (date(2026, 4, 7), time(10))
    assert hotline.next_attempt(TEN, 3, TEN, zone="Europe/Kyiv") is None
    late = TEN + timedelta(days=6)
    assert hotline.next_attempt(TEN, 1, late, zone="Europe/Kyiv") == late + timedelta(hours=3)


@pytest.mark.parametrize("text", ["45", "4530", "654", "450", "4-5-4", "abc", ""])
def test_other_digits_are_words(text: str) -> None:
    assert hotline.read_short(text) is None
    assert hotline.read_short(" 4, 5 / 3 ") == Experience(4, 5, 3)


def test_a_frame_depends_on_the_log_alone() -> None:
    cases = [("case-a", "p1"), ("case-b", "p1"), ("case-c", "p2")]
    frame, design = hotline.frame_of(cases, b"s" * 32)
    assert (frame, design) == hotline.frame_of(list(reversed(cases)), b"s" * 32)
    assert hotline.frame_of([], b"s" * 32)[0] == b"unit,stratum\n"
    assert b"case-a" not in frame
