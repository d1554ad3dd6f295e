"""What an auditor says of version 2: nothing of an honest log, and of each lie where it is and what it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from answerable_verify import leaf_hash, root
from answerable_verify.audit import Grade, Options, audit
from answerable_verify.audit.report import OUTGROWN, exit_code, render
from answerable_verify.commitment import lock
from answerable_verify.kinds import KINDS
from answerable_verify.strict import base64_of
from answerable_verify.testing import DAY, NOON, SmallLog, case_id

from .whole_log import ANCHOR, FIRST, LETTER, SALT, SUBJECT_CASES, H, Step, digest, place, played, steps

LAST = NOON + 8 * DAY
SIZE, ROOT = 77, "uB7snEOnoSK4nmx2VRn6V6aNjd60CTNzLbh5nN0YX6g="
"""Of the log in which every kind stands. It never changes: what one verifier called honest, every later one does."""


def judged(log: SmallLog, folder: Path, state: Path | None = None, *, size: int | None = None, at: int = LAST):
    """What an audit finds, as (code, index) of everything graver than a note; and the report."""
    log.publish(folder, at=at, size=size)
    options = Options(str(folder), now=at + 60, folder=state, policy=log.policy)
    report = audit(options)
    return [(one.code, one.index) for one in report.findings.kept if one.grade > Grade.NOTE], report


def test_honest_log_with_every_kind_holds_and_is_the_one_of_the_vectors(tmp_path):
    log = played(steps())
    found, report = judged(log, tmp_path)
    assert (found, exit_code(report), report.findings.counts) == ([], 0, {})
    kinds = {json.loads(entry)["k"] for entry in log.entries if json.loads(entry)["v"] == 2}
    assert kinds == set(KINDS)
    assert (len(log.entries), base64_of(root([leaf_hash(entry) for entry in log.entries]))) == (SIZE, ROOT)


def test_log_read_in_any_two_parts_is_judged_as_the_whole(tmp_path):
    log = played(steps())
    for first in range(1, len(log.entries), 5):
        state = tmp_path / f"state{first}"
        for size in (first, None):
            found, report = judged(log, tmp_path / f"log{first}", state, size=size)
            assert (found, size or report.head.size) == ([], size or len(log.entries))


def changed(name: str, **what: Any) -> Callable[[list[Step]], list[Step]]:
    """Other values in one step; `x` is laid over, a value of None takes its field away."""

    def change(told: list[Step]) -> list[Step]:
        at = place(told, name)
        leaf = {**told[at][1], **what}
        if "x" in what:
            leaf["x"] = {key: value for key, value in {**told[at][1]["x"], **what["x"]}.items() if value is not None}
        return [*told[:at], (name, leaf), *told[at + 1 :]]

    return change


def without(name: str) -> Callable[[list[Step]], list[Step]]:
    """One step left out, and nothing done about those behind it."""
    return lambda told: [one for i, one in enumerate(told) if i != place(told, name)]


def twice(name: str) -> Callable[[list[Step]], list[Step]]:
    """One step told twice."""
    return lambda told: [part for one in told for part in ([one, one] if one[0] == name else [one])]


def moved(name: str, before: str) -> Callable[[list[Step]], list[Step]]:
    """One step told before another."""

    def change(told: list[Step]) -> list[Step]:
        rest = without(name)(told)
        at = place(rest, before)
        return [*rest[:at], told[place(told, name)], *rest[at:]]

    return change


def kind(name: str, other: str) -> Callable[[list[Step]], list[Step]]:
    """Another kind for one step, with nothing beside it."""

    def change(told: list[Step]) -> list[Step]:
        at = place(told, name)
        leaf = {key: value for key, value in told[at][1].items() if key not in {"x", "due"}} | {"k": other}
        return [*told[:at], (name, leaf), *told[at + 1 :]]

    return change


def unseen() -> list[Step]:
    """The whole story with no checkpoint of it in the log."""
    told = [one for one in steps() if one[0] != ANCHOR]
    return changed("test test-opened", x={"at": place(told, "letter registered")})(told)


def _day(number: int) -> str:
    return FIRST.replace(day=FIRST.day + number).isoformat()


WITNESSES = ["draw draw-seeded", "sealed-draw draw-framed", "ballot ballot-closed", "quorum quorum-opened"]
LIES = [
    # the order within a case
    ("a promise is kept that nobody made", without("promise promise-made"), "promise promise-moved", {"order"}),
    ("an act is left out", without("promise promise-moved"), "promise promise-kept", {"order"}),
    ("an act stands twice", twice("promise promise-kept"), "promise promise-kept", {"order"}),
    ("days run backwards", changed("broken promise-ended", d=_day(3)), "broken promise-ended", {"days"}),
    ("a draw is seeded before its frame", kind("draw draw-framed", "key-mended"), "draw draw-framed", {"order"}),
    ("a promise ends that was kept", changed("promise promise-moved", k="promise-kept", due=None), "", {"leaf"}),
    ("an act on a draw in the case of a promise", changed("broken promise-contested", k="draw-committed",
     x={"w": None, "lock": base64_of(SALT)}), "broken promise-contested", {"order"}),
    ("the case of a draw is that of an appeal", changed("sealed-draw draw-committed", c=SUBJECT_CASES["mixed"]),
     "sealed-draw draw-committed", {"order"}),
    ("a figure goes on after its end", moved("figure figure-corrected", "figure figure-frozen"),
     "figure figure-corrected", {"order"}),
    # pairs: what was fixed before, and that witnesses saw it
    ("another seed is opened than was committed to", changed("sealed-draw draw-seeded", x={"seed": LETTER}),
     "sealed-draw draw-seeded", {"lock"}),
    ("a committed seed stays shut", changed("sealed-draw draw-seeded", x={"salt": None}),
     "sealed-draw draw-seeded", {"lock"}),
    ("a seed is opened that nobody locked", changed("draw draw-seeded", x={"salt": base64_of(SALT)}),
     "draw draw-seeded", {"lock"}),
    ("another letter is opened than was committed to", changed("test test-opened", x={"sha256": "0" * 64}),
     "test test-opened", {"lock"}),
    ("a test names an appeal that was there before", changed("test test-opened",
     x={"of": SUBJECT_CASES["mixed"], "at": 0}), "test test-opened", {"committed-late"}),
    ("a test names a place that is another's", changed("test test-opened", x={"at": 1}),
     "test test-opened", {"refers"}),
    ("a test names an appeal that is not there", changed("test test-opened", x={"of": SUBJECT_CASES["draw"]}),
     "test test-opened", {"refers"}),
    ("the quorum opens before three days are over", changed("quorum quorum-asked", d=_day(2)),
     "quorum quorum-opened", {"too-soon", "future"}),
    ("a key differs from itself", changed("key key-differs", x={"sha256": digest("key")}),
     "key key-differs", {"same"}),
    ("a test is said to be of another body's appeal", changed("test test-opened", x={"to": "d99"}),
     "test test-opened", {"refers"}),
    ("two tests have one lock", changed("dropped test-committed", x={"lock": base64_of(lock("sha256", LETTER, SALT))}),
     "dropped test-committed", {"twice"}),
    # values that don't hold together
    ("a quorum opens with fewer shares than it needs", changed("quorum quorum-asked", x={"need": 5}),
     "quorum quorum-opened", {"contradicts"}),
    ("a quorum has more institutions than shares", changed("quorum quorum-opened", x={"institutions": 9}),
     "quorum quorum-opened", {"contradicts"}),
    ("a seed is called sealed that nobody locked", changed("draw draw-seeded", x={"src": "sealed"}),
     "draw draw-seeded", {"contradicts"}),
    ("a locked seed is called one of dice", changed("sealed-draw draw-seeded", x={"src": "dice"}),
     "sealed-draw draw-seeded", {"contradicts"}),
    ("more are drawn than were wanted", changed("draw draw-drawn", x={"size": 300}),
     "draw draw-drawn", {"contradicts"}),
    ("more are drawn than the frame has", changed("draw draw-framed", x={"size": 20}),
     "draw draw-drawn", {"contradicts"}),
    ("fewer are drawn than were wanted", changed("draw draw-drawn", x={"size": 29}), "draw draw-drawn", {"contradicts"}),
    ("fewer are drawn than a small frame has", changed("sealed-draw draw-framed", x={"size": 6, "wanted": 9}),
     "sealed-draw draw-drawn", {"contradicts"}),
    ("a pause ends before it begins", changed("appeal paused", x={"until": "2026-09-04"}),
     "appeal paused", {"contradicts"}),
    ("a co-executor's day lies before he joined", changed("mixed joined", x={"until": "2026-09-04"}),
     "mixed joined", {"contradicts"}),
    ("the next call was agreed for yesterday", changed("mixed contacted", x={"until": "2026-09-04"}),
     "mixed contacted", {"contradicts"}),
    ("what is instructed was to be done before", changed("appeal instructed", x={"until": "2026-09-08"}),
     "appeal instructed", {"contradicts"}),
    ("a figure is corrected to what it was", changed("figure figure-corrected", x={"sha256": digest("8")}),
     "figure figure-corrected", {"contradicts"}),
    ("the body rates itself", changed("appeal rated", x={"w": "body"}), "appeal rated", {"contradicts"}),
    ("the body withdraws", changed("appeal withdrawn", x={"w": "body"}), "appeal withdrawn", {"contradicts"}),
    ("the body disputes", changed("appeal disputed", x={"w": "body"}), "appeal disputed", {"contradicts"}),
    ("solved by the body's word", changed("appeal closed", x={"e": "solved", "w": "body"}),
     "appeal closed", {"contradicts"}),
    ("solved by nobody's word", changed("appeal closed", x={"e": "solved"}), "appeal closed", {"contradicts"}),
    ("a ballot is closed before its end", changed("ballot ballot-opened", x={"until": "2027-09-04"}),
     "ballot ballot-closed", {"contradicts"}),
    ("a ballot ends before it begins", changed("ballot ballot-opened", x={"until": "2020-09-04"}),
     "ballot ballot-opened", {"contradicts"}),
    ("a promise is due before it is made", changed("promise promise-made", due="2020-01-01"),
     "promise promise-made", {"contradicts"}),
    ("an appeal is due before it is registered", changed("appeal registered", due="2020-01-01"),
     "appeal registered", {"contradicts"}),
    ("a certificate ends before it begins", changed("diploma certificate", x={"until": "2001-09-01"}),
     "diploma certificate", {"contradicts"}),
    ("more points are met than there are", changed("appeal answered", x={"met": 9}),
     "appeal answered", {"contradicts"}),
    ("data are corrected to what they were", changed("data dataset-corrected", x={"sha256": digest("rows")}),
     "data dataset-corrected", {"contradicts"}),
    ("the sum of a week to come", changed("care-root", x={"week": "2027-W36"}), "care-root", {"contradicts"}),
    ("a clock is mended forwards", changed("clock-mended", x={"from": "2026-01-01"}), "clock-mended", {"contradicts"}),
    # what is quoted stands there before
    ("a figure quotes data that were never frozen", changed("figure figure-frozen", x={"of": SUBJECT_CASES["draw"]}),
     "figure figure-frozen", {"refers"}),
    ("a figure is of a log larger than it was", changed("counted figure-frozen", x={"tree": 500}),
     "counted figure-frozen", {"size"}),
    ("a witness's word counts for what is not there yet", changed("witness-retired", x={"size": 500}),
     "witness-retired", {"size"}),
    # once, and each week
    ("a number is void twice", twice("number-void"), "number-void", {"twice"}),
    ("a witness is retired twice", twice("witness-retired"), "witness-retired", {"twice"}),
    ("a week is left out", changed("care-root", x={"week": "2026-W35"}), "care-root", {"weekly"}),
    ("a week comes twice", twice("care-root"), "care-root", {"weekly"}),
    # appeals, over both versions
    ("an act of version 1 is missing in a case of both", without("mixed acknowledged"), "mixed forwarded", {"order"}),
    ("an act of version 2 is missing in a case of both", without("mixed joined"), "mixed acknowledged", {"order"}),
    ("a deadline is extended after it passed", changed("appeal registered", due=_day(2)),
     "appeal extended", {"extended-late"}),
    ("a deadline is extended where none stood", changed("appeal registered", due=None), "", {"leaf"}),
    # days against the witnesses' times
    ("an alarm is dated back", changed("row-differs", d="2026-08-20"), "row-differs", {"back-dated"}),
    ("a certificate is dated ahead", changed("diploma certificate", d=_day(3)), "diploma certificate", {"future"}),
    ("an unknown kind", changed("moderated", k="praised"), "moderated", {"leaf"}),
    ("a word where a code must stand", changed("moderated", x={"basis": "he swore"}), "moderated", {"leaf"}),
]  # fmt: skip


def retold(*told: tuple[int, str, dict[str, Any]]) -> list[Step]:
    """The whole story, and behind it acts of draws and quorums: each some days after the first, an anchor after each."""
    steps_ = [*steps()]
    turns: dict[str, int] = {}
    for day, kind_, what in told:
        leaf = {"v": 2, "k": kind_, "b": "d05", "t": "all", "g": "all", "h": H, "d": _day(day), **what}
        leaf["n"] = turns[leaf["c"]] = turns.get(leaf["c"], -1) + 1
        steps_ += [(f"{leaf['c']} {kind_}", leaf), (ANCHOR, {"at": NOON + DAY * max(day, 8)})]
    return steps_


def test_days_of_a_quorum_count_from_when_witnesses_saw_its_request(tmp_path):
    """A request that is dated three days back, within what may come late, opens nothing on the day on which it came."""
    case = case_id(700)
    for opened, code in ((8, [("too-soon", 79)]), (11, [])):
        asked = (6, "quorum-asked", {"c": case, "x": {"need": 2}})
        told = retold(asked, (opened, "quorum-opened", {"c": case, "x": {"shares": 2, "institutions": 2}}))
        assert judged(played(told), tmp_path / str(opened), at=NOON + 11 * DAY)[0] == code


def drawn_again(size: int) -> list[Step]:
    """One frame of `size`, of which 30 are wanted, seeded in two cases."""
    frame = {"frame": digest("same"), "design": digest("same"), "size": size, "wanted": 30}
    cases = [case_id(701), case_id(702)]
    framed = [(8, "draw-framed", {"c": case, "x": frame}) for case in cases]
    seeds = [(8, "draw-seeded", {"c": case, "x": {"seed": digest(case), "src": "dice"}}) for case in cases]
    return retold(*framed, *seeds)


def test_frame_is_drawn_from_once_so_that_nobody_keeps_the_draw_that_he_likes(tmp_path):
    told = drawn_again(900)
    assert judged(played(told), tmp_path)[0] == [("twice", place(told, f"{case_id(702)} draw-seeded"))]


def test_frame_that_is_drawn_whole_leaves_no_choice_and_may_come_again(tmp_path):
    assert judged(played(drawn_again(20)), tmp_path)[0] == []


@pytest.mark.parametrize(("change", "where", "codes"), [pytest.param(*rest, id=why) for why, *rest in LIES])
def test_lie_is_named_where_it_is(tmp_path, change, where, codes):
    told = change(steps())
    found, report = judged(played(told), tmp_path)
    assert exit_code(report) == 3
    assert {code for code, _ in found} >= codes
    if where:
        last = len(told) - 1 - [name for name, _ in reversed(told)].index(where)
        assert {index for code, index in found if code in codes} & {place(told, where), last}


REPEATED = {"key-unknown", "row-differs", "clock-mended", "moderated"}
"""Of these the log may say two alike."""


def test_any_one_act_that_is_left_out_is_missed(tmp_path):
    """But for the last one of a case: what nothing follows can only be missed by whoever holds a receipt or a promise."""
    told = [(f"{i} {name}" if name != ANCHOR else name, leaf) for i, (name, leaf) in enumerate(steps())]
    last = {leaf["c"]: name for name, leaf in told if "c" in leaf}
    missed = [name for name, leaf in told if "c" in leaf and last[leaf["c"]] != name]
    quiet = [name for name in missed if not judged(played(without(name)(told)), tmp_path / name.replace(" ", "-"))[0]]
    assert (len(missed), quiet) == (48, [])


def test_any_one_act_that_stands_twice_is_named(tmp_path):
    told = [(f"{i} {name}" if name != ANCHOR else name, leaf) for i, (name, leaf) in enumerate(steps())]
    doubled = [name for name, leaf in told if name != ANCHOR and leaf["k"] not in REPEATED]
    quiet = [name for name in doubled if not judged(played(twice(name)(told)), tmp_path / name.replace(" ", "-"))[0]]
    assert (len(doubled), quiet) == (71, [])


@pytest.mark.parametrize("name", WITNESSES)
def test_what_must_be_witnessed_before_is_asked_for(tmp_path, name):
    """The same acts in the same order, with no checkpoint in between: a frame and its seed could be chosen together."""
    told = unseen()
    found, report = judged(played(told), tmp_path)
    assert ("unwitnessed-before", place(told, name)) in found
    assert "witnesses had not yet seen" in render(report)


def test_log_without_witnesses_is_not_asked_for_their_word(tmp_path):
    log = SmallLog(witnesses=0)
    log.entries = played(unseen()).entries
    assert judged(log, tmp_path)[0] == []


def test_what_unknown_witnesses_saw_is_called_unproven_and_nobody_is_accused(tmp_path):
    log = played(steps())
    log.seers = SmallLog(name="log.example.org/tlog/other", witnesses=3).seers[2:]  # the policy of today names another
    found, report = judged(log, tmp_path)
    assert found == []
    assert report.findings.counts["unproven-before"] > 3


def test_what_stays_shut_is_counted(tmp_path):
    report = judged(played(without("dropped test-dropped")(steps())), tmp_path)[1]
    assert [one.text for one in report.findings.of("unopened")] == [
        "Commitments of the kind 'test-committed' that nothing has followed yet: 1."
    ]


def test_weekly_sum_that_stops_coming_is_missed(tmp_path):
    log = played(steps())
    for weeks, code in ((1, []), (3, [("weekly", None)])):
        assert judged(log, tmp_path, at=LAST + weeks * 7 * DAY)[0] == code


def test_later_version_is_said_and_accuses_nobody(tmp_path):
    """Acts of version 3 take their turn in the cases of both kinds; what follows them is judged as ever."""
    newer = {place(steps(), name) for name in ("mixed joined", "promise promise-moved", "moderated")}
    told = [(name, {**leaf, "v": 3, "new": "d05"} if i in newer else leaf) for i, (name, leaf) in enumerate(steps())]
    found, report = judged(played(told), tmp_path)
    assert (found, exit_code(report), report.findings.counts["newer"]) == ([], OUTGROWN, 3)
    assert "3 entries are newer than this verifier and were not judged" in render(report)
    found, report = judged(played(twice("promise promise-kept")(told)), tmp_path / "b")
    assert ({code for code, _ in found}, exit_code(report)) == ({"order"}, 3)
