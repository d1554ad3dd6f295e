"""Where a channel's files may be fetched from, and how a long text is cut."""

import pytest

from answerable.channels import calling

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
