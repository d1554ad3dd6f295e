"""Figures: what each counts of a small log, and the command that computes a published one again."""

import json
from collections import Counter, defaultdict
from datetime import date
from hashlib import sha256

import pytest

from answerable_verify import RejectedError, write_leaf
from answerable_verify.cli import main
from answerable_verify.commands.figures import told
from answerable_verify.exits import BROKEN, FINE, OLDER, OUTGROWN, UNWITNESSED, USAGE
from answerable_verify.numbers.definitions import COUNTED, DEFINITIONS
from answerable_verify.numbers.document import (
    NewerFigureError,
    count,
    count_for,
    read_document,
    same_figure,
    write_document,
)
from answerable_verify.numbers.wording import TABLES, words_of
from answerable_verify.stats import read_counted
from answerable_verify.testing import SmallLog, act, case_id, serving
from answerable_verify.tests.small_month import GROUPS, SEPTEMBER, H, came, cells_of, day, told_more


def town_in_september() -> list[bytes]:
    """Eight appeals: on time and solved; late and disputed; waiting; withdrawn; sent on and answered there; extended; of August; of October."""
    return [
        came(1, day(1), day(20)),
        act("answered", case=1, n=1, on=day(1)),
        told_more("rated", case=1, n=2, on=day(2), rating="solved", w="own"),
        told_more("closed", case=1, n=3, on=day(2), e="solved", w="own", basis="rated"),
        came(2, day(2), day(10)),
        act("escalated", case=2, n=1, on=day(11), rule="overdue", to="d00"),
        act("instructed", case=2, n=2, on=day(11), basis="answer", to="d01"),
        act("reopened", case=2, n=3, on=day(11), due=day(14)),
        act("answered", case=2, n=4, on=day(15)),
        told_more("rated", case=2, n=5, on=day(16), rating="solved", w="own"),
        told_more("rated", case=2, n=6, on=day(16), rating="not_answered", w="own"),
        told_more("disputed", case=2, n=7, on=day(16), w="own"),
        act("measure", case=2, n=8, on=day(17), rule="talk", to="d01"),
        came(3, day(3), day(28)),
        came(4, day(4), day(25)),
        told_more("withdrawn", case=4, n=1, on=day(9), w="own"),
        came(5, day(5), day(22)),
        told_more("forwarded", case=5, n=1, on=day(8), due=day(29), to="city", from_="d01"),
        told_more("answered", case=5, n=2, on=day(12), body="city"),
        came(6, day(6), day(12)),
        act("extended", case=6, n=1, on=day(10), due=day(30), basis="expert"),
        act("routed", case=6, n=2, on=day(11), to="d02"),
        came(7, date(2026, 8, 20), day(19)),
        act("answered", case=7, n=1, on=day(18)),
        came(8, date(2026, 10, 1), date(2026, 10, 30)),
    ]


def figure(name: str, entries=None) -> dict:
    return cells_of(name, entries or town_in_september())


def test_received_counts_each_appeal_once_by_its_way():
    everybody = {"n": 6, "value": "6", "parts": {"ch.web": 6, "g.g01": 6}}
    assert figure("received") == {"all": everybody, "town": everybody}


def test_every_date_stays_in_the_denominator():
    cells = figure("on-time")
    assert cells["all"]["parts"] == {"late": 1, "on-time": 3, "unanswered": 2, "withdrawn": 1}
    assert (cells["all"]["n"], cells["all"]["value"]) == (7, "0.428571")
    assert cells["city"]["parts"] == {"on-time": 1}
    assert cells["town"]["parts"] == {"late": 1, "on-time": 2, "unanswered": 2, "withdrawn": 1}


def test_moved_dates_and_hand_overs_within_an_authority_are_told_apart():
    assert figure("extended")["all"]["parts"] == {"kept": 6, "moved": 1}
    assert figure("forwarded")["all"]["parts"] == {"sent-on": 1, "stayed": 5}


def test_who_waits_is_counted_on_the_last_day():
    assert figure("waiting") == {
        "all": figure("waiting")["town"],
        "town": {"n": 2, "parts": {"overdue": 2}, "value": "1.000000", "low": "0.342380", "high": "1.000000"},
    }


def test_only_the_senders_word_makes_it_solved():
    cell = figure("outcome")["all"]
    assert (cell["of"], cell["n"], cell["parts"]) == (4, 2, {"not-answered": 1, "silent": 2, "solved": 1})
    assert figure("disputed")["all"]["parts"] == {"disputed": 1, "not-disputed": 3}


def test_answers_close_to_their_date_and_those_reopened_stand_apart():
    cell = figure("closing")["all"]
    assert (cell["n"], cell["parts"]) == (4, {"day-before": 1, "earlier": 1, "late": 1, "same-day": 1})
    again = [
        came(1, day(1), day(12)),
        act("answered", case=1, n=1, on=day(7)),
        act("reopened", case=1, n=2, on=day(9), due=day(20)),
        act("answered", case=1, n=3, on=day(20)),
        act("registered", case=2, on=day(1), due=date(2099, 12, 31)),
        act("answered", case=2, n=1, on=day(2)),
    ]
    assert figure("closing", again)["all"]["parts"] == {"days-2-5": 1, "earlier": 1, "last-day": 1}
    assert figure("reopened", again)["all"]["parts"] == {"not-reopened": 2, "reopened": 1}
    assert figure("reopened")["all"]["parts"] == {"not-reopened": 4}
    no_date = [
        told_more("registered", case=1, n=0, on=day(1), ch="web", m="all", w="own"),
        act("answered", case=1, n=1, on=day(2)),
    ]
    assert figure("closing", no_date)["all"]["parts"] == {"no-date": 1}


def test_acts_are_counted_by_their_codes():
    assert figure("endings")["all"] == {"n": 1, "value": "1", "parts": {"solved": 1}}
    assert figure("escalated")["all"]["parts"] == {"overdue": 1}
    assert figure("instructed")["all"]["parts"] == {"answer": 1}
    assert figure("measures")["town"]["parts"] == {"talk": 1}


def test_how_many_said_how_it_ended_stands_beside_what_they_said():
    assert figure("heard")["all"]["parts"] == {"own": 2, "silent": 2}


def test_time_to_an_answer_counts_those_who_wait():
    cells = figure("time-to-answer")
    everybody = cells["all"]
    assert (everybody["n"], everybody["parts"]) == (6, {"answered": 3, "otherwise": 1, "waiting": 2})
    shares = {step[0]: step[2] for step in everybody["curve"]}
    # 1/6 on day 0; the withdrawal of day 5 leaves; day 7: 1/6 + 5/6 * 4/5 * 1/4; day 13: + 5/6 * 4/5 * 3/4 * 1/3
    assert (shares[0], shares[6], shares[7], shares[13]) == ("0.166667", "0.166667", "0.333333", "0.500000")
    assert everybody["value"] == "13"
    assert cells["city"]["parts"] == {"answered": 1, "waiting": 0, "otherwise": 0}
    assert [step[1] for step in cells["city"]["curve"]] == [0, 0, 0, 1, 1, 1, 1, 1]
    assert cells["town"]["parts"] == {"answered": 2, "waiting": 2, "otherwise": 2}


def test_a_matter_taken_up_again_stands_as_it_stood_with_its_later_date():
    taken_up = [
        came(1, day(1), day(20)),
        told_more("withdrawn", case=1, n=1, on=day(3), w="own"),
        told_more("reopened", case=1, n=2, on=day(4), due=day(22), w="own"),
        act("answered", case=1, n=3, on=day(21)),
        act("erased", case=1, n=4, on=day(22)),
        act("answered", case=9, n=1, on=day(21)),  # of a case whose beginning is not there
    ]
    assert figure("on-time", taken_up)["all"]["parts"] == {"on-time": 1}
    assert figure("time-to-answer", taken_up)["all"]["parts"] == {"answered": 1, "waiting": 0, "otherwise": 0}


def test_what_was_taken_down_stands_apart_and_what_was_cancelled_was_never_said():
    said = [
        came(1, day(1), day(20)),
        act("answered", case=1, n=1, on=day(2)),
        told_more("rated", case=1, n=2, on=day(3), rating="not_answered", w="taken"),
        told_more("disputed", case=1, n=3, on=day(4), w="taken"),
        came(2, day(1), day(20)),
        told_more("withdrawn", case=2, n=1, on=day(4), w="taken"),
    ]
    assert figure("outcome", said)["all"] == {"n": 0, "of": 1, "parts": {"taken-down": 1}}
    assert figure("disputed", said)["all"]["parts"] == {"taken-down": 1}
    assert figure("on-time", said)["all"]["parts"] == {"on-time": 1, "withdrawn-taken-down": 1}
    cancelled = [
        *said,
        told_more("corrected", case=1, n=4, on=day(5), basis="dispute", w="own"),
        told_more("corrected", case=1, n=5, on=day(5), basis="rating", w="own"),
        told_more("reopened", case=2, n=2, on=day(6), due=day(22), w="own"),
    ]
    assert figure("outcome", cancelled)["all"] == {"n": 0, "of": 1, "parts": {"silent": 1}}
    assert figure("disputed", cancelled)["all"]["parts"] == {"not-disputed": 1}
    assert figure("on-time", cancelled)["all"]["parts"] == {"on-time": 1, "unanswered": 1}
    assert figure("waiting", cancelled)["all"]["parts"] == {"overdue": 1}
    assert figure("time-to-answer", cancelled)["all"]["parts"] == {"answered": 1, "otherwise": 0, "waiting": 1}
    over = [came(1, day(1), day(20)), act("answered", case=1, n=1, on=day(2))]
    over += [
        told_more("withdrawn", case=1, n=2, on=day(4), w="own"),
        told_more("reopened", case=1, n=3, on=day(5), w="own"),
    ]
    assert figure("on-time", over)["all"]["parts"] == {"on-time": 1}
    assert figure("waiting", over) == {}
    assert figure("waiting", [*over, told_more("reopened", case=1, n=4, on=day(6), w="own")]) == {}  # taken back once


def test_what_was_published_by_the_first_definitions_is_computed_by_them():
    said = [
        came(1, day(1), day(20)),
        act("answered", case=1, n=1, on=day(2)),
        told_more("disputed", case=1, n=2, on=day(4), w="taken"),
        came(2, day(1), day(20)),
        told_more("withdrawn", case=2, n=1, on=day(4), w="taken"),
        told_more("reopened", case=2, n=2, on=day(6), due=day(22), w="own"),
    ]
    parts = {
        "disputed": {"disputed": 1},
        "on-time": {"on-time": 1, "unanswered": 1, "withdrawn": 1},
        "time-to-answer": {"answered": 1, "otherwise": 1, "waiting": 0},
    }
    for name, of_old in parts.items():
        document = {"figure": name, "def": 1, "period": "2026-09", "groups": GROUPS, "log": "l"}
        counted = count_for(document)
        for entry in said:
            counted.add(read_counted(entry, "leaf"))
        published = counted.document(name, "l", 1)
        assert (published["def"], published["cells"]["all"]["parts"]) == (1, of_old)
        assert read_document(write_document(published)) == published
        assert same_figure(published, counted)


def test_nothing_happened_is_said_as_nothing():
    found = count([], SEPTEMBER, {})
    assert {name: found.document(name, "l")["cells"] for name in DEFINITIONS} == {name: {} for name in DEFINITIONS}
    assert defaultdict(Counter) == {}


def test_every_figure_has_its_words_in_every_language():
    assert {(*table,) for table in TABLES.values()} == {(*DEFINITIONS,)}
    assert words_of("waiting", "de") == words_of("waiting", "en")
    assert set(COUNTED.values()) <= DEFINITIONS.keys()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"v": 2}, NewerFigureError),
        ({"def": 3}, NewerFigureError),
        ({"def": True}, NewerFigureError),
        ({"figure": "happiness"}, NewerFigureError),
        ({"period": "2026-9"}, RejectedError),
        ({"tree": -1}, RejectedError),
        ({"more": 1}, RejectedError),
        ({"groups": {"a": ["d01", "d01"]}}, RejectedError),
        ({"groups": {"a": ["d01"], "b": ["d01"]}}, RejectedError),
        ({"groups": ["d01"]}, RejectedError),
    ],
)
def test_a_document_is_read_strictly(change, kind):
    document = count([], SEPTEMBER, {}).document("waiting", "l")
    assert read_document(write_document(document)) == document
    with pytest.raises(RejectedError) as refused:
        read_document(write_document({**document, **change}))
    assert refused.type is kind


def frozen(digest: str, *, n: int = 0) -> bytes:
    """The leaf that says a figure."""
    kind, more = ("figure-corrected", {"basis": "late-entries"}) if n else ("figure-frozen", {})
    said = {"def": 2, "sha256": digest, "tree": 5, **more} | ({} if n else {"name": "on-time", "period": "2026-09"})
    entry = {"v": 2, "k": kind, "c": case_id(500), "n": n, "d": "2026-10-02", "b": "d00", "t": "all", "g": "all"}
    return write_leaf(entry | {"h": H, "x": said})


@pytest.fixture
def published(tmp_path):
    """A log with a figure, served as a server serves both: the folder and the path of the figure's document."""
    log = SmallLog(entries=town_in_september())
    counted = count(log.entries, SEPTEMBER, GROUPS)
    raw = write_document(counted.document("on-time", log.name))
    path = tmp_path / "data" / "figures" / "on-time" / "2026-09.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    log.entries.append(frozen(sha256(raw).hexdigest()))
    log.publish(tmp_path / "log")
    return log, path, tmp_path


def test_published_figure_is_computed_again_from_proven_rows(published, capsys):
    _, path, folder = published
    with serving(folder) as address:
        assert main(["figure", f"{address}/data/figures/on-time/2026-09.json"]) == FINE
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Answered on time (on-time, definition 2), 2026-09"
    assert said[1] == "  all: 0.428571 [0.158220; 0.749542], n = 7"
    assert said[-2:] == [
        "EQUAL: the published figure is what these rows give.",
        "Its hash stands in the log at leaf 25.",
    ]
    assert main(["figure", str(path)]) == USAGE


def check(published) -> int:
    _, path, folder = published
    return main(["figure", str(path), "--log", str(folder / "log"), "--policy", str(folder / "log" / "keys")])


def test_a_polished_figure_is_found_out(published, capsys):
    log, path, folder = published
    document = json.loads(path.read_bytes())
    document["cells"]["all"]["value"] = "0.990000"
    path.write_bytes(write_document(document))
    assert check(published) == BROKEN
    said = capsys.readouterr().out
    assert "    published as: 0.990000 [0.158220; 0.749542], n = 7" in said.splitlines()
    assert said.splitlines()[-1].startswith("NOT EQUAL")
    del log, folder


def test_a_corrected_figure_says_so_and_one_without_its_leaf_too(published, capsys):
    log, path, folder = published
    log.entries.append(frozen("0" * 64, n=1))
    log.publish(folder / "log")
    assert check(published) == OLDER
    assert "It was CORRECTED at leaf 26, on 2026-10-02 (late-entries)" in capsys.readouterr().out
    del log.entries[25:]
    log.publish(folder / "log")
    assert check(published) == UNWITNESSED
    assert "Its hash is NOT in the log yet" in capsys.readouterr().out
    log.publish(folder / "log", size=3)
    assert check(published) == BROKEN
    path.write_bytes(path.read_bytes().replace(b"log.example.org", b"log.example.com"))
    assert check(published) == BROKEN
    path.write_bytes(path.read_bytes().replace(b'"def":2', b'"def":7'))
    assert check(published) == OUTGROWN


def test_a_figure_that_no_witness_saw_is_said_so(published, capsys):
    log, _, folder = published
    log.publish(folder / "log", at=None)
    assert check(published) == UNWITNESSED
    assert "NOT witnessed" in capsys.readouterr().out


def test_cells_are_said_in_a_line():
    assert told({"n": 3, "low": "4"}, "days") == "not reached [4; open], n = 3"
    assert (told(None, "days"), told({"n": 0}, "share")) == ("nothing", "none, n = 0")
