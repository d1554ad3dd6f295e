"""A letter's text as a page: the same words, our own addresses as links, nothing that anybody wrote as markup."""

from hypothesis import given
from hypothesis import strategies as st

from answerable.channels.email.html_text import text_of
from answerable.channels.email.page_text import page_of

FRONT = "https://police.example"


def test_our_own_address_is_a_link_and_anybody_elses_stays_words() -> None:
    page = page_of(f"Look:\n{FRONT}/en/follow/\n\nhttps://police.example.evil/ <b>", language="en", front=FRONT)
    assert page == (
        '<!doctype html>\n<html lang="en"><body>\n'
        '<p dir="auto">Look:<br>\n<a href="https://police.example/en/follow/">https://police.example/en/follow/</a></p>\n'
        '<p dir="auto">https://police.example.evil/ &lt;b&gt;</p>\n</body></html>\n'
    )


@given(st.text(alphabet="abc <&\"'\n/:.", max_size=80))
def test_a_page_says_the_words_of_the_letter(text: str) -> None:
    shown = text_of(page_of(text, language="en", front=FRONT))
    assert shown.split() == text.split()
