"""Taking down what a sender says: whose message it is, what is said, and that it was read back."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.appeals.actions import TakenDown
from answerable.appeals.actions.intake import LONGEST
from answerable.appeals.desk_forms.acts import WordsForm
from answerable.appeals.desk_forms.choices import Pairs
from answerable.appeals.forms.following import WithdrawForm
from answerable.appeals.rules.taken import DISPUTE, RATING, WITHDRAWAL
from answerable.appeals.terms import Rating, Taken
from answerable.appeals.wording.terms import RATINGS

NAMES: Final[Mapping[str, Any]] = {
    RATING: _("They rate the answer, point by point"),
    DISPUTE: _("They dispute the answer or the refusal"),
    WITHDRAWAL: _("They withdraw the message"),
}
HOW: Final = ((Taken.CALL.value, _("by telephone")), (Taken.VISIT.value, _("in person")))


class CallerForm(forms.Form):
    """Whose message it is. The beginning of a code finds it and opens nothing."""

    number = forms.CharField(label=_("Number of the message"), max_length=24)
    begins = forms.CharField(
        label=_("The first seven digits of the code"),
        max_length=9,
        help_text=_("As the sender reads them out. They open nothing. Never ask for the whole code."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class InPersonForm(CallerForm):
    """Who came in person with a slip or a code, because there are two of them."""

    present = forms.BooleanField(
        label=_("They stand before me and showed me the slip or code"),
        error_messages={"required": _("Only somebody who stands before you is heard so.")},
    )


class TakenForm(forms.Form):
    """What the sender says.

    offers  what can be said of the message now
    points  ids and places of the points that were answered
    """

    token = forms.CharField(widget=forms.HiddenInput, min_length=22, max_length=64)
    how = forms.ChoiceField(label=_("They speak with you"), choices=HOW, widget=forms.RadioSelect)
    what = forms.ChoiceField(label=_("What they say"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offers: list[str], points: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        what: Any = self.fields["what"]
        what.choices = [(one, NAMES[one]) for one in offers]
        self.points = list(points)
        for point, place in self.points:
            self.fields[f"point-{point}"] = forms.ChoiceField(
                label=_("Point %(point)s") % {"point": place},
                choices=[("", _("nothing said")), *RATINGS.items()],
                required=False,
            )
        self.fields["spoke"] = forms.ChoiceField(
            label=_("For a withdrawal: did anybody speak with them about it?"),
            choices=[("", "—"), *WithdrawForm.base_fields["spoke"].choices],  # type: ignore[attr-defined] # a choice field
            required=False,
        )
        self.fields["text"] = WordsForm(
            label=_("In the sender's own words"),
            required=False,
            max_length=LONGEST,
            help_text=_("Write down what is said, not what you make of it."),
        )

    def clean(self) -> dict[str, Any]:
        """Something must be said, and it must fit what is chosen."""
        cleaned = dict(super().clean() or {})
        what, ratings = cleaned.get("what"), self._ratings(cleaned)
        if what == RATING and not ratings:
            self.add_error("what", gettext("Say of at least one point what the sender says."))
        if what == DISPUTE and not self._wanting(ratings) and not str(cleaned.get("text", "")).strip():
            self.add_error("text", gettext("Mark a point that was not answered, or write what is wrong."))
        if what == WITHDRAWAL and not cleaned.get("spoke"):
            self.add_error("spoke", gettext("Ask them, and choose what they say."))
        return cleaned

    def _ratings(self, cleaned: Mapping[str, Any]) -> dict[int, str]:
        said = {int(point): str(cleaned.get(f"point-{point}") or "") for point, _place in self.points}
        return {point: rating for point, rating in said.items() if rating}

    @staticmethod
    def _wanting(ratings: Mapping[int, str]) -> dict[int, str]:
        return {point: rating for point, rating in ratings.items() if rating == Rating.NOT_ANSWERED}

    def said(self) -> TakenDown:
        """What the sender said, as the action takes it."""
        cleaned = self.cleaned_data
        what, ratings = cleaned["what"], self._ratings(cleaned)
        return TakenDown(
            how=Taken(cleaned["how"]),
            what=what,
            token=cleaned["token"],
            text=cleaned["text"] if what != RATING else "",
            ratings={RATING: ratings, DISPUTE: self._wanting(ratings)}.get(what, {}),
            spoke=cleaned["spoke"] if what == WITHDRAWAL else "unsaid",
        )
