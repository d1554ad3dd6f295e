"""A text in another language is a text for everybody, and marked on a page where an element can stand."""

import copy
import json
import pickle

import pytest
from django.template import Context, Engine

from answerable.base import foreign


def _page(template: str, **given: object) -> str:
    with foreign.marking():
        return foreign.spans(Engine().from_string(template).render(Context(given)))


def test_a_name_is_said_in_the_asked_language_or_knows_its_own() -> None:
    names = {"uk": "Варта", "en": "Guard", "ru": ""}
    found = [foreign.in_language(names, language) for language in ("uk", "ru", "pl")]
    assert [(str(each), getattr(each, "language", "")) for each in found] == [
        ("Варта", ""),
        ("Guard", "en"),
        ("Guard", "en"),
    ]
    assert foreign.in_language({"ru": "Охрана"}, "uk").__html__() == "Охрана"  # type: ignore[attr-defined]
    assert foreign.in_language({}, "uk") == ""


def test_it_is_a_text_for_everybody_but_a_page() -> None:
    text = foreign.foreign("50 % & %(more)s", "en")
    assert (json.dumps(text), f"{text}!", text.upper()) == ('"50 % & %(more)s"', "50 % & %(more)s!", "50 % & %(MORE)S")
    assert [getattr(each, "language", "") for each in (copy.deepcopy(text), pickle.loads(pickle.dumps(text)))] == [
        "en",
        "en",
    ]
    assert (foreign.foreign("", "en"), foreign.foreign(text, "uk").language) == ("", "en")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("template", "page"),
    [
        ("<p>{{ said }}</p>", '<p><span lang="en">Q &amp; A</span></p>'),
        ('<a title="{{ said }}">x</a>', '<a title="Q &amp; A">x</a>'),
        ("<title>{{ said }}</title>", "<title>Q &amp; A</title>"),
        ("<option value=1>{{ said }}</option>", "<option value=1>Q &amp; A</option>"),
        ("<!-- {{ said }} --><b>{{ said }}</b>", '<!-- Q &amp; A --><b><span lang="en">Q &amp; A</span></b>'),
        ("{% autoescape off %}{{ said }}{% endautoescape %}", "Q & A"),
        ("a < b, {{ said }}", 'a < b, <span lang="en">Q &amp; A</span>'),
        ("{{ filled }}", '<span lang="en">3 &lt; 4</span>'),
    ],
)
def test_a_page_marks_it_where_an_element_can_stand(template: str, page: str) -> None:
    given = {"said": foreign.foreign("Q & A", "en"), "filled": foreign.foreign("%(n)s < 4", "en") % {"n": 3}}
    assert _page(template, **given) == page


def test_nobody_can_type_a_mark() -> None:
    assert _page("{{ own }}{{ said }}", own="\ue000en\ue001x\ue002", said=foreign.foreign("y", "en")) == (
        '\ue000en\ue001x\ue002<span lang="en">y</span>'
    )


def test_outside_of_a_page_nothing_is_marked() -> None:
    assert foreign.foreign("Q & A", "en").__html__() == "Q &amp; A"  # type: ignore[attr-defined]
    assert foreign.as_marked("Q", "en") == "Q"
