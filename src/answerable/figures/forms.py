"""What whoever attests counts for a body fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from answerable.figures import wording

MOST = 10**12
TEXTS = {
    "title": (_("What it is called"), 200),
    "means": (_("What is counted, and what is not"), 2000),
    "source": (_("Where the counts come from"), 500),
}


def _in_languages(fields: Any, name: str, label: object, longest: int, *, required: bool) -> None:
    """A field for each language of the place; the first has to be filled in."""
    for number, (code, language) in enumerate(settings.LANGUAGES):
        fields[f"{name}_{code}"] = forms.CharField(
            label=f"{label} – {language}",
            max_length=longest,
            required=required and number == 0,
            widget=forms.TextInput(attrs={"lang": code})
            if longest <= 200
            else forms.Textarea({"rows": 2, "lang": code}),
        )


def texts_of(cleaned: dict[str, Any], name: str) -> dict[str, str]:
    """What was written under a name, by language."""
    found = {code: cleaned.get(f"{name}_{code}", "") for code, _language in settings.LANGUAGES}
    return {code: text for code, text in found.items() if text}


class SeriesForm(forms.Form):
    """A new series; the bodies for which the actor signs come as an argument."""

    body = forms.TypedChoiceField(label=_("Whose counts"), coerce=int)
    code = forms.CharField(
        label=_("Code of the series"),
        help_text=_("It stands in the address and in the log: small letters, digits and hyphens."),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", _("Small letters, digits and hyphens, a letter first."))],
    )
    months = forms.TypedChoiceField(
        label=_("Each count is of"), coerce=int, choices=list(wording.LENGTHS.items()), initial=1
    )
    hides = forms.BooleanField(
        label=_("It counts people or what happened to them"),
        help_text=_("A count from 1 to 9 is then shown as “fewer than 10”."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, bodies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies)  # type: ignore[attr-defined] # a field of choices
        for name, (label, longest) in TEXTS.items():
            _in_languages(self.fields, name, label, longest, required=True)

    def words(self) -> dict[str, dict[str, str]]:
        """The texts by their names and languages."""
        return {name: texts_of(self.cleaned_data, name) for name in TEXTS}


class CountForm(forms.Form):
    """A count of a period that has none yet."""

    period = forms.ChoiceField(label=_("Period"))
    count = forms.IntegerField(label=_("How many there were"), min_value=0, max_value=MOST)

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined] # a field of choices


class CorrectionForm(CountForm):
    """A count that is published and was wrong."""

    reason = forms.ChoiceField(label=_("Why it is corrected"), choices=list(wording.REASONS_ATTESTED.items()))

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, periods=periods, **kwargs)
        _in_languages(self.fields, "why", _("What was wrong"), 500, required=True)
