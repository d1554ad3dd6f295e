"""Bytes and headers of letters as text, whatever they say of themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.channels.email.charsets import decode, header_text, known_charset
from answerable.channels.email.html_text import text_of

TEXT = "Добрий день, у нас на вулиці Садовій не світить ліхтар, просимо полагодити його"


@pytest.mark.parametrize("charset", ["cp1251", "koi8-u", "utf-8", "cp866"])
@pytest.mark.parametrize("declared", ["", "us-ascii", "no-such-charset", "base64"])
def test_a_text_without_a_charset_or_with_a_wrong_one_is_read(charset: str, declared: str) -> None:
    text = TEXT.replace("і", "и") if charset == "cp866" else TEXT
    assert decode(text.encode(charset), declared) == text


@pytest.mark.parametrize("name", ["windows1251", "CP-1251", "koi8-r", "ks_c_5601", "unicode-1-1-utf-7", "utf8mb4"])
def test_charsets_are_known_by_the_names_that_programs_write(name: str) -> None:
    assert known_charset(name) != ""


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_bytes_and_no_name_of_a_charset_fail(content: bytes, charset: str) -> None:
    assert isinstance(decode(content, charset), str)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?0JvRltGF0YLQsNGA?=", "Ліхтар"),
        ("=?utf-8?B?0JvRltGF0YI=?= =?utf-8?B?0LDRgA==?=", "Ліхтар"),
        ("=?utf-8?B?0JvRltGF0YLQ?=\r\n =?utf-8?B?sNGA?=", "Ліхтар"),  # a letter cut in two
        ("=?windows-1251?Q?=CB=B3=F5=F2=E0=F0?=", "Ліхтар"),
        ("Re: =?utf-8?q?=D0=9B=D1=96=D1=85=D1=82=D0=B0=D1=80?= again", "Re: Ліхтар again"),
        ("=?no-such?B?0JvRltGF0YLQsNGA?=", "Ліхтар"),
        ("=?utf-8?B?%%%?=", "=?utf-8?B?%%%?="),
        ("plain\r\n folded", "plain folded"),
    ],
)
def test_headers_are_read_as_people_meant_them(written: str, read: str) -> None:
    found = header_text(written)
    assert found == read or (read.startswith("=?") and isinstance(found, str))


@given(st.text(max_size=200))
def test_no_header_fails(written: str) -> None:
    assert "\n" not in header_text(written)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One<br>Two</div>", "One\nTwo"),
        ("<style>p{}</style><script>x()</script><p>One</p>", "One"),
        ("<p>New</p><blockquote>Old<blockquote>Older</blockquote></blockquote>", "New\n\n> Old\n> > Older"),
        ("<ul><li>One<li>Two</ul>", "- One\n- Two"),
        ("One &amp; two&nbsp;three", "One & two three"),
        ("<p>Unclosed <b>tag", "Unclosed tag"),
        ('<img src="https://track.example/x.gif">Seen', "Seen"),
    ],
)
def test_a_page_is_read_as_a_person_would(page: str, text: str) -> None:
    assert text_of(page) == text


@given(st.text(max_size=300))
def test_no_page_fails(page: str) -> None:
    assert isinstance(text_of(page), str)
