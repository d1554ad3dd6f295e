"""The boxes that residents write in, and how a way to be told is read."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import ngettext

from answerable.appeals.actions.intake import LONGEST

Options = Iterable[tuple[str, Any]]


class Offered(BaseChoiceIterator):
    """A list of choices made once and shown to many: a form takes it as it is, without going over it again."""

    def __init__(self, options: Options = ()) -> None:
        self.options = tuple(options)
        self.values = frozenset(_values(self.options))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The choices in their order."""
        return iter(self.options)

    def __bool__(self) -> bool:
        """Whether there is anything to choose beside the empty line."""
        return bool(self.values - {""})

    def __deepcopy__(self, memo: dict[int, Any]) -> "Offered":
        """Itself: nothing in it changes."""
        return self


def _values(options: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """The values of a list, those of its groups among them: a group is a name with a list of its own."""
    for value, label in options:
        if isinstance(label, (list, tuple)):
            yield from _values(label)
        else:
            yield str(value)


class PickField(forms.ChoiceField):
    """One choice out of an `Offered` list."""

    def valid_value(self, value: Any) -> bool:
        """Whether it was offered: one look, however long the list."""
        offered: Any = self.choices
        return str(value) in offered.values


class WordsField(forms.CharField):
    """Somebody's words, kept as they are: no trimming, and a NUL or a mark of direction is theirs to write.

    Line ends alone are made equal: browsers send CRLF whatever was typed.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = [one for one in self.validators if type(one).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value: Any) -> str:
        """Make line ends equal."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def area(rows: int, **attrs: str) -> forms.Textarea:
    """A box for a text of several lines, in whichever direction it is written."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attrs})


def line(**attrs: str) -> forms.TextInput:
    """A box for one line."""
    return forms.TextInput(attrs={"dir": "auto", **attrs})


def too_long(text: str) -> str:
    """The sentence that refuses a text over the limit, and says by how much."""
    over = len(text) - LONGEST
    return ngettext(
        "Your text is %(over)s character longer than the %(most)s that fit. Shorten it, or add the rest as a file.",
        "Your text is %(over)s characters longer than the %(most)s that fit. Shorten it, or add the rest as a file.",
        over,
    ) % {"over": over, "most": LONGEST}
