"""The form of an answer: a text for the whole, and for every point what is said to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.actions import PointReply
from answerable.appeals.desk_forms.acts import WordsForm
from answerable.appeals.desk_forms.choices import Pairs, id_or_none
from answerable.appeals.queries.case_view import PointView
from answerable.appeals.terms import Outcome

OUTCOMES: Final = (
    (Outcome.ANSWERED.value, _("answered")),
    (Outcome.REFUSED.value, _("refused, with a ground")),
    (Outcome.PROMISED.value, _("promised, with a date")),
)
PARTS: Final = ("outcome", "text", "ground", "due_on", "owner", "sent_to")


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point with its fields, as the page draws them."""

    point: PointView
    outcome: forms.BoundField
    text: forms.BoundField
    ground: forms.BoundField
    due_on: forms.BoundField
    owner: forms.BoundField
    sent_to: forms.BoundField


class AnswerForm(forms.Form):
    """An answer being written. Nothing is required here, so that a draft is kept as it is; signing asks for the rest."""

    text = WordsForm(
        label=_("To the whole"),
        rows=8,
        required=False,
        help_text=_("What the sender reads first. A template can fill this; it cannot answer a point."),
    )

    def __init__(self, *args: Any, points: Sequence[PointView], grounds: Pairs, people: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.points = [point for point in points if point.id is not None]
        for point in self.points:
            self.fields |= _fields(point, grounds, people)

    def lines(self) -> Iterator[PointLine]:
        """The points with their fields."""
        for point in self.points:
            yield PointLine(point, *(self[f"point_{point.id}_{part}"] for part in PARTS))

    def as_typed(self, data: Mapping[str, str]) -> dict[str, str]:
        """What was typed, word for word, as a draft keeps it."""
        return {name: data.get(name, "") for name in self.fields}

    def replies(self) -> list[PointReply]:
        """What is said to each point."""
        asked = self.cleaned_data
        return [
            PointReply(
                point=point.id or 0,
                outcome=asked[f"point_{point.id}_outcome"],
                text=asked[f"point_{point.id}_text"],
                ground=asked[f"point_{point.id}_ground"],
                due_on=asked[f"point_{point.id}_due_on"],
                owner=id_or_none(asked[f"point_{point.id}_owner"]),
                sent_to=asked[f"point_{point.id}_sent_to"],
            )
            for point in self.points
        ]


def _fields(point: PointView, grounds: Pairs, people: Pairs) -> dict[str, forms.Field]:
    """The fields of one point, named as the action names their faults."""
    made: dict[str, forms.Field] = {
        "outcome": forms.ChoiceField(
            label=_("This point is"), choices=OUTCOMES, widget=forms.RadioSelect, required=False
        ),
        "text": WordsForm(label=_("What you say to it"), rows=4, required=False),
        "ground": forms.ChoiceField(label=_("Ground, if refused"), choices=grounds, required=False),
        "due_on": forms.DateField(
            label=_("Done by, if promised"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        ),
        "owner": forms.ChoiceField(label=_("Who sees to it, if promised"), choices=people, required=False),
        "sent_to": forms.CharField(
            label=_("Sent on to, if another decides it"),
            max_length=300,
            required=False,
            help_text=_("The body, the outgoing number and the day. Telling somebody to apply elsewhere is no answer."),
        ),
    }
    return {f"point_{point.id}_{part}": field for part, field in made.items()}
