"""Every parser of strangers' bytes, with seeds cut, doubled, bent and mixed: a few seconds each; `make fuzz` for long."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

FOUND = Path(__file__).with_name("found")  # inputs that broke something once, a folder a target
QUICK = (
    settings(max_examples=300, suppress_health_check=list(HealthCheck))
    if settings().max_examples <= 100
    else settings()
)


def bent(seeds: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    """Seeds with a piece replaced, repeated, cut off or put elsewhere; and bytes of no meaning."""

    def one(seed: bytes) -> st.SearchStrategy[bytes]:
        places = st.integers(0, len(seed))
        return st.one_of(
            st.builds(lambda a, b, new: seed[:a] + new + seed[b:], places, places, st.binary(max_size=24)),
            st.builds(lambda a, b: seed[:a] + seed[min(a, b) : max(a, b)] * 3 + seed[b:], places, places),
            st.builds(lambda a: seed[:a], places),
            st.builds(lambda a, bit: seed[:a] + bytes([seed[a] ^ bit]) + seed[a + 1 :], st.integers(0, max(0, len(seed) - 1)), st.integers(1, 255)) if seed else st.just(seed),
        )  # fmt: skip

    return st.one_of(st.binary(max_size=400), st.sampled_from(seeds).flatmap(one))


@pytest.mark.security
@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_never_fails_in_a_way_it_does_not_say(name):
    target = TARGETS[name]

    @QUICK
    @given(bent(target.seeds))
    def holds(data: bytes) -> None:
        target.read(data)

    for seed in target.seeds:
        target.read(seed)
    holds()


@pytest.mark.parametrize("path", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_broke_a_parser_once_breaks_it_no_more(path: Path):
    TARGETS[path.parent.name].read(path.read_bytes())
