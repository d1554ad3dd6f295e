"""The finder of phrases finds what Django looks up."""

import pytest
from django.template.loader import get_template

from answerable.site.translations import Phrase, in_python, in_template
from tests.architecture import source


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "Send" %}', [Phrase("Send")]),
        ("{% trans 'May' context \"month\" %}", [Phrase("May", context="month")]),
        ('{% translate "100% sure" as words %}', [Phrase("100%% sure")]),
        ("{% blocktranslate with n=x %}Hello {{ n }}{% endblocktranslate %}", [Phrase("Hello %(n)s")]),
        (
            "{% blocktranslate trimmed count n=x %}\n  One day\n{% plural %}\n  {{ n }} days\n{% endblocktranslate %}",
            [Phrase("One day", "%(n)s days")],
        ),
        ('{% include "a.html" with label=_("Back") %}{{ _("On") }}', [Phrase("Back"), Phrase("On")]),
        ("{# translate 'not this' #}{{ plain }}", []),
    ],
)
def test_phrases_of_templates_are_found(template: str, found: list[Phrase]) -> None:
    assert list(in_template(template)) == found


def test_phrases_of_python_are_found() -> None:
    code = b'from x import gettext_lazy as _\na = _("One" " two")\nb = ngettext("%(n)s day", "%(n)s days", n)\nc = pgettext("m", "May")\n'
    assert list(in_python(code)) == [Phrase("One two"), Phrase("%(n)s day", "%(n)s days"), Phrase("May", context="m")]


def test_every_template_is_one() -> None:
    """A library of tags that is gone, or a tag misspelt, is told here and not by the page."""
    paths = source.templates()
    names = [path.relative_to(source.SYSTEM / source.room_of(path) / "templates").as_posix() for path in paths]
    assert [get_template(name).origin.template_name for name in names] == names
