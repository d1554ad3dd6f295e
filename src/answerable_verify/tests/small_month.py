"""Acts of September 2026, of two bodies of a town and of a city, for tests of figures."""

from datetime import date

from answerable_verify import write_leaf
from answerable_verify.numbers.document import count
from answerable_verify.numbers.periods import parse_period
from answerable_verify.strict import base64_of
from answerable_verify.testing import act, case_id

SEPTEMBER = parse_period("2026-09")
GROUPS = {"town": ["d01", "d02"]}
H = base64_of(b"h" * 32)


def day(number: int) -> date:
    return date(2026, 9, number)


def told_more(kind, *, case, n, on, due=None, body="d01", **extra):
    """An act of version 2 on an appeal; its extras end in an underscore where Python wants the word."""
    entry = {"v": 2, "k": kind, "c": case_id(case), "n": n, "d": on.isoformat(), "b": body, "t": "all", "g": "all"}
    entry |= {"h": H, "x": {"a": body, **{name.rstrip("_"): value for name, value in extra.items()}}}
    return write_leaf(entry | ({"due": due.isoformat()} if due else {}))


def came(case, on, due):
    return act("registered", case=case, on=on, due=due)


def cells_of(name: str, entries: list[bytes]) -> dict:
    """The cells of a figure of these acts."""
    return count(entries, SEPTEMBER, GROUPS).document(name, "log.example.org/tlog/t")["cells"]
