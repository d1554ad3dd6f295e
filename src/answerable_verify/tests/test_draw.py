"""The draw: a stranger with frame, design and seed has the same units; chances are exact; nothing has two spellings."""

import hashlib
import hmac
import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable_verify.cli import main
from answerable_verify.draw import (
    METHODS,
    FrameUnit,
    StratumShare,
    _by_size,
    draw,
    parse_design,
    parse_frame,
    seed_of,
    write_design,
    write_drawn,
    write_frame,
)
from answerable_verify.strict import RejectedError

VECTORS = json.loads(Path(__file__).with_name("draws.json").read_text(encoding="utf-8"))
SEED = seed_of("4 6 1 1 3")
sizes = st.lists(st.integers(1, 9), min_size=1, max_size=8)


def codes(units: list[str]) -> bytes:
    return write_frame(FrameUnit(name) for name in units)


@pytest.mark.parametrize("one", [pytest.param(one, id=one["why"]) for one in VECTORS])
def test_draw_of_the_vectors_is_the_same_for_ever(one):
    frame, design = parse_frame(one["frame"].encode()), parse_design(one["design"].encode())
    found = write_drawn(draw(frame, design, seed_of(one["seed"])))
    assert (frame.digest, design.digest) == (one["frame_sha256"], one["design_sha256"])
    assert (found.decode(), hashlib.sha256(found).hexdigest()) == (one["drawn"], one["drawn_sha256"])


def test_simple_draw_is_nothing_but_an_order_by_hmac():
    names = [f"u{i}" for i in range(50)]
    design = parse_design(write_design("simple", {"all": StratumShare(7)}))
    drawn = draw(parse_frame(codes(names)), design, SEED)
    first = sorted(names, key=lambda name: hmac.new(SEED, name.encode(), hashlib.sha256).hexdigest())[:7]
    assert {one.unit for one in drawn} == set(first)
    assert {one.chance for one in drawn} == {Fraction(7, 50)}


@given(sizes, st.data())
def test_any_start_draws_as_many_as_wanted_and_each_unit_as_often_as_its_chance_says(lengths, data):
    units = [FrameUnit(f"u{i}", size=length) for i, length in enumerate(lengths)]
    wanted = data.draw(st.integers(1, len(units)))
    drawn: Counter[str] = Counter()
    chances: dict[str, Fraction] = {}
    sure = _by_size(units, wanted, 0)
    rest = sum(unit.size for unit in units if sure.get(unit.name) != 1)
    for start in range(rest or 1):
        found = _by_size(units, wanted, start)
        assert len(found) == wanted
        drawn.update(list(found))
        chances |= found
    assert {name: Fraction(times, rest or 1) for name, times in drawn.items()} == chances
    assert sum(chances.values()) == wanted


@given(
    st.lists(st.integers(1, 50), min_size=3, max_size=30), st.sampled_from(METHODS), st.binary(min_size=32, max_size=32)
)
def test_any_draw_has_its_sample_and_its_reserves_and_nobody_twice(lengths, method, seed):
    units = [FrameUnit(f"u{i}", stratum=f"s{i % 2}", size=length) for i, length in enumerate(lengths)]
    frame = parse_frame(write_frame(units, ("unit", "stratum", "size")))
    design = parse_design(write_design(method, {"s0": StratumShare(1, (1,)), "s1": StratumShare(1)}))
    drawn = draw(frame, design, seed)
    assert [(one.stratum, one.replicate) for one in drawn] == [("s0", 0), ("s0", 1), ("s1", 0)]
    assert len({one.unit for one in drawn}) == design.wanted
    assert draw(frame, design, seed) == drawn


def test_reserves_are_a_random_part_of_what_was_drawn_and_not_its_end():
    frame = parse_frame(codes([f"u{i}" for i in range(400)]))
    with_reserve = parse_design(write_design("systematic", {"all": StratumShare(20, (20,))}))
    places = [int(one.unit[1:]) // 10 for one in draw(frame, with_reserve, SEED)]
    assert sorted(places) == list(range(40))
    assert min(places[20:]) < max(places[:20])


def test_systematic_draw_goes_by_the_frame_and_pps_by_the_seed():
    frame = parse_frame(codes([f"u{i}" for i in range(100)]))
    by_frame = draw(frame, parse_design(write_design("systematic", {"all": StratumShare(10)})), SEED)
    steps = sorted(int(one.unit[1:]) for one in by_frame)
    assert {after - before for before, after in pairwise(steps)} == {10}


FRAME = b"unit\na\nb\n"
DESIGN = b'{"method":"simple","strata":{"all":{"n":1}},"v":1}'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"unit\na",
        b"unit\r\na\r\n",
        b"name\na\n",
        b"unit\na\na\n",
        b"unit\na b\n",
        b"unit\n\n",
        b"unit\n\xd0\xb0\n",
        b"unit,size\na,01\n",
        b"unit,size\na,-1\n",
        b"unit,size\na\n",
        b"size,unit\n1,a\n",
        b'unit\n"a"\n',
    ],
)
def test_frame_in_another_spelling_is_refused(raw):
    with pytest.raises(RejectedError):
        parse_frame(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        DESIGN + b"\n",
        DESIGN.replace(b'"v":1', b'"v":2'),
        DESIGN.replace(b'"v":1', b'"v":true'),
        DESIGN.replace(b"simple", b"by hand"),
        DESIGN.replace(b'"n":1', b'"n":-1'),
        DESIGN.replace(b'"n":1', b'"n":1.0'),
        DESIGN.replace(b'"n":1', b'"n":true'),
        DESIGN.replace(b'"n":1', b'"n":1,"reserve":[]'),
        DESIGN.replace(b'"n":1', b'"n":0,"reserve":[1]'),
        DESIGN.replace(b'"n":1', b'"n":1,"reserve":[0]'),
        DESIGN.replace(b'{"n":1}', b"1"),
        DESIGN.replace(b'"all":{"n":1}', b""),
        DESIGN.replace(b"all", b"a b"),
    ],
)
def test_design_that_means_nothing_is_refused(raw):
    with pytest.raises(RejectedError):
        parse_design(raw)


@pytest.mark.parametrize(
    ("frame", "design", "seed"),
    [
        (FRAME, DESIGN, b"short"),
        (FRAME, DESIGN.replace(b'"n":1', b'"n":3'), SEED),
        (b"unit,stratum\na,all\nb,other\n", DESIGN, SEED),
        (b"unit,size\na,0\n", DESIGN.replace(b"simple", b"pps"), SEED),
        (FRAME, DESIGN.replace(b"all", b"other"), SEED),
    ],
)
def test_draw_that_cannot_be_had_is_refused(frame, design, seed):
    with pytest.raises(RejectedError):
        draw(parse_frame(frame), parse_design(design), seed)


def test_stranger_draws_the_published_list_again_and_a_changed_one_is_found(tmp_path, capsys):
    (tmp_path / "frame").write_bytes(codes([f"u{i}" for i in range(20)]))
    (tmp_path / "design").write_bytes(write_design("simple", {"all": StratumShare(3, (2,))}))
    given = ["draw", str(tmp_path / "frame"), str(tmp_path / "design")]
    listed = str(tmp_path / "list")
    assert main([*given, "--seed", "4 6 1 1 3", "--out", listed]) == 0
    said = capsys.readouterr().out
    assert f"seed   {SEED.hex()}" in said
    assert main([*given, "--seed-hex", SEED.hex(), "--list", listed]) == 0
    lines = Path(listed).read_text().split("\n")
    lines[2] = "u99,all,0,1/4"
    Path(listed).write_text("\n".join(lines))
    capsys.readouterr()
    assert main([*given, "--seed-hex", SEED.hex(), "--list", listed]) == 1
    assert "They part at line 3:" in capsys.readouterr().out
    assert main([*given, "--seed-hex", SEED.hex().upper()]) == 2
    assert main([*given, "--seed", "x", "--list", str(tmp_path / "none")]) == 4
