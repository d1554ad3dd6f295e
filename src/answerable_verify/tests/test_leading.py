"""What leaders read and order, and promises: each is counted by the day that it had, whatever became of it."""

from datetime import date

from answerable_verify import write_leaf
from answerable_verify.testing import act, case_id
from answerable_verify.tests.small_month import H, came, cells_of, day, told_more


def told_of_a_promise(kind, *, case, n, on, due=None, **extra):
    entry = {"v": 2, "k": kind, "c": case_id(case), "n": n, "d": on.isoformat(), "b": "d02", "t": "all", "g": "all"}
    entry |= {"h": H} | ({"due": due.isoformat()} if due else {}) | ({"x": extra} if extra else {})
    return write_leaf(entry)


def test_what_leaders_read_and_order_is_counted_by_the_day_that_each_had():
    log = [
        came(1, day(1), day(30)),
        told_more("escalated", case=1, n=1, on=day(2), rule="addressed", to="d00"),
        told_more("read", case=1, n=2, on=day(3), to="d00"),
        act("escalated", case=1, n=3, on=day(4), rule="overdue", to="city"),
        told_more("instructed", case=1, n=4, on=day(4), basis="answer", to="d02", until=day(9).isoformat()),
        told_more("read", case=1, n=5, on=day(6), to="city"),
        act("escalated", case=1, n=6, on=day(7), rule="disputed", to="d00"),
        act("escalated", case=1, n=7, on=day(30), rule="disputed", to="d00"),  # its day ends in October
        told_more("answered", case=1, n=8, on=day(9), points=3, met=1, promised=1, refused=1),
        told_more("instructed", case=1, n=9, on=day(10), basis="answer", to="d02", until=day(12).isoformat()),
        told_more("instructed", case=1, n=10, on=day(10), basis="explain", to="d02", until=day(12).isoformat()),
        act("answered", case=1, n=11, on=day(13)),
        told_more("commended", case=1, n=12, on=day(14), to="d02"),
        came(2, day(1), day(30)),
        told_more("instructed", case=2, n=1, on=day(2), basis="answer", to="d01", until=day(9).isoformat()),
        told_more("withdrawn", case=2, n=2, on=day(3), w="own"),
        told_more("reopened", case=2, n=3, on=day(4), due=day(30), w="own"),
        told_more("withdrawn", case=2, n=4, on=day(5), w="own"),
        came(3, day(1), day(30)),
        told_more("instructed", case=3, n=1, on=day(2), basis="answer", to="d01", until=day(9).isoformat()),
    ]
    read = cells_of("chair-reading", log)
    assert read["all"]["parts"] == {"later": 1, "unread": 1, "within-a-day": 1}
    assert (read["city"]["parts"], read["d00"]["parts"]) == ({"later": 1}, {"unread": 1, "within-a-day": 1})
    assert cells_of("escalated", log)["all"]["parts"] == {"disputed": 2, "overdue": 1}
    assert cells_of("instructions-done", log)["town"]["parts"] == {"ended": 1, "in-time": 1, "late": 1, "open": 1}
    assert cells_of("points", log)["all"]["parts"] == {"met": 1, "promised": 1, "refused": 1}
    assert cells_of("commended", log)["all"] == {"n": 1, "value": "1", "parts": {"commended": 1}}


def test_promises_stay_in_whatever_became_of_them():
    made = {
        number: told_of_a_promise("promise-made", case=number, n=0, on=day(1), due=day(9), src="answer")
        for number in range(7)
    }
    log = [
        *made.values(),
        told_of_a_promise("promise-kept", case=0, n=1, on=day(9)),
        told_of_a_promise("promise-kept", case=1, n=1, on=day(10)),
        told_of_a_promise("promise-ended", case=2, n=1, on=day(3), e="broken"),
        told_of_a_promise("promise-moved", case=3, n=1, on=day(3), due=date(2026, 10, 1), basis="expert"),
        told_of_a_promise("promise-kept", case=4, n=1, on=day(4)),
        told_of_a_promise("promise-contested", case=4, n=2, on=day(5), w="own"),
        told_of_a_promise("promise-kept", case=9, n=1, on=day(4)),  # its beginning is not there
    ]
    cells = cells_of("promises", log)
    assert cells["town"] == cells["all"]
    assert cells["all"]["parts"] == {"broken": 1, "kept": 1, "kept-late": 1, "open": 3}
    assert (cells["all"]["n"], cells["all"]["value"]) == (6, "0.166667")
