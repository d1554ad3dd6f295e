"""Where a channel's files may be fetched from, and how a long text is cut."""

import gzip

import pytest

from answerable.channels import calling
from answerable.channels.loopback import Asked, Loopback, Reply
from answerable.channels.terms import SendingError, SendingRefusedError

BASE = "https://api.example.com"


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("https://api.example.com/file", True),
        ("https://cdn.files.example/x", True),
        ("https://files.example:443/x", True),
        ("http://files.example/x", False),
        ("https://files.example:8443/x", False),
        ("https://files.example.evil.test/x", False),
        ("https://evilfiles.example/x", False),
        ("https://user@files.example/x", False),
        ("https://[::1]/x", False),
        ("https://[broken/x", False),
        ("//files.example/x", False),
        ("", False),
    ],
)
def test_a_file_is_fetched_only_from_where_the_channel_keeps_files(address: str, ours: bool) -> None:
    assert calling.is_ours_to_fetch(address, base=BASE, hosts="files.example, ") is ours


def test_a_long_text_is_cut_where_a_word_ends_and_loses_nothing() -> None:
    text = "word " * 50
    pieces = calling.split(text, longest=40)
    assert (max(map(len, pieces)) <= 40, " ".join(pieces)) == (True, text.strip())
    assert (calling.split(" ", longest=5), calling.split("x" * 12, longest=5)) == (["…"], ["xxxxx", "xxxxx", "xx"])


class Files(Loopback):
    """A server that keeps files, some of them badly."""

    def answer(self, asked: Asked) -> Reply:
        """By the path."""
        odd = {
            "/bomb": Reply(body=gzip.compress(b"0" * 100_000), headers={"Content-Encoding": "gzip"}),
            "/huge": Reply(body=b"0" * (calling.LARGEST + 1)),
            "/round": Reply(302, headers={"Location": "/round"}),
            "/inside": Reply(302, headers={"Location": "https://inner.example/latest/meta-data/"}),
            "/busy": Reply(429, headers={"Retry-After": "7"}),
            "/gone": Reply(404),
        }
        return odd.get(asked.path) or Reply(body=asked.headers["accept-encoding"].encode())


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/bomb", "packed"),
        ("/huge", "too-large"),
        ("/round", "elsewhere"),
        ("/inside", "elsewhere"),
        ("/busy", "http-429"),
        ("/gone", "http-404"),
    ],
)
def test_a_file_that_would_harm_us_is_not_taken(path: str, code: str) -> None:
    with Files().running() as files, pytest.raises(SendingError) as refused:
        calling.fetch(files.base + path, base=files.base)
    assert refused.value.code == code


def test_a_file_is_asked_for_unpacked_and_one_at_a_host_of_the_channel_never_within_our_net() -> None:
    with Files().running() as files:
        assert calling.fetch(f"{files.base}/file", base=files.base) == b"identity"
    with pytest.raises(SendingRefusedError) as refused:
        calling.fetch("https://127.0.0.1/file", base=BASE, hosts="127.0.0.1")
    assert refused.value.code == "inner-address"
