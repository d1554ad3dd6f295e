"""One address has one installation: whoever comes second is told so at once, and the first goes on serving only its own."""

import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from answerable_host import config, listening


def _asked(home: Path, host: str, port: int) -> config.Config:
    return config.load_config({"ANSWERABLE_HOME": str(home), "ANSWERABLE_HOST": host, "ANSWERABLE_PORT": str(port)})


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "0.0.0.0"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "127.0.0.1"),
        ("127.0.0.1", "::"),
        ("::1", "::"),
        ("localhost", "127.0.0.1"),
    ],
)
def test_an_address_that_overlaps_with_somebody_elses_is_refused(
    first: str, second: str, port: int, tmp_path: Path
) -> None:
    if ":" in first + second and not Path("/proc/net/if_inet6").is_file():
        pytest.skip("this machine has no IPv6")
    with listening.listen(_asked(tmp_path, first, port)), pytest.raises(listening.PortTakenError) as told:
        listening.listen(_asked(tmp_path, second, port))
    assert str(told.value) == (
        f"Port {port} of {second} cannot be used: another program, or another Answerable, listens there already. "
        "Stop that one, or set ANSWERABLE_PORT to a free port."
    )
    listening.listen(_asked(tmp_path, second, port)).close()


def test_a_stranger_who_shares_ports_gets_none_of_ours_nor_we_of_theirs(port: int, tmp_path: Path) -> None:
    asked = _asked(tmp_path, "127.0.0.1", port)
    with listening.listen(asked), pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", port), reuse_port=True)
    with (
        socket.create_server(("127.0.0.1", port), reuse_port=True),
        pytest.raises(listening.PortTakenError),
    ):
        listening.listen(asked)


def test_no_response_waits_for_the_acknowledgement_of_its_beginning(port: int, tmp_path: Path) -> None:
    """Forgotten once: every answer on a kept connection took 40 ms more, and half as many appeals were taken in."""
    with (
        listening.listen(_asked(tmp_path, "127.0.0.1", port)) as listens,
        socket.create_connection(("127.0.0.1", port)),
        listens.accept()[0] as let_in,
    ):
        assert let_in.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_two_addresses_that_do_not_overlap_may_have_the_same_port(port: int, tmp_path: Path) -> None:
    with ExitStack() as both:
        found = [both.enter_context(listening.listen(_asked(tmp_path, f"127.0.0.{n}", port))) for n in (1, 2)]
        assert [each.getsockname() for each in found] == [("127.0.0.1", port), ("127.0.0.2", port)]


def test_an_address_of_another_machine_is_no_matter_of_the_port(port: int, tmp_path: Path) -> None:
    with pytest.raises(listening.PortTakenError) as told:
        listening.listen(_asked(tmp_path, "192.0.2.1", port))
    assert str(told.value).startswith(f"Port {port} of 192.0.2.1 cannot be used: this machine has no such address")
