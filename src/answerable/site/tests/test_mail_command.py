"""`answerable mail` listens where only this machine can speak to it."""

import click
import pytest

from answerable.site.commands import mail


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("127.0.0.1:8024", {"host": "127.0.0.1", "port": 8024}),
        ("[::1]:8024", {"host": "::1", "port": 8024}),
        ("/run/answerable/lmtp", {"socket": "/run/answerable/lmtp"}),
    ],
)
def test_the_listener_listens_on_this_machine(written: str, place: dict[str, object]) -> None:
    assert mail.place_of(written) == place


@pytest.mark.parametrize("written", ["0.0.0.0:8024", "mx.example:25", "127.0.0.1", "127.0.0.1:0", "x"])
def test_the_listener_refuses_to_be_reached_from_elsewhere(written: str) -> None:
    with pytest.raises(click.ClickException):
        mail.place_of(written)
