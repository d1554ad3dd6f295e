"""What is filled in of how a matter was handled: by its sender, or by whoever has them on the line."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.oversight.terms import NOT_SOLVED, PARTLY, SOLVED, Experience, HotlineOutcome
from answerable.oversight.wording.hotline import OUTCOMES
from answerable.oversight.wording.reasons import lazily

LONGEST: Final = 20_000
MARKS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("5", pgettext_lazy("mark", "5, very well")),
    ("4", pgettext_lazy("mark", "4, well")),
    ("3", pgettext_lazy("mark", "3, so-so")),
    ("2", pgettext_lazy("mark", "2, badly")),
    ("1", pgettext_lazy("mark", "1, very badly")),
)
RESULTS: Final[tuple[tuple[str, str | Promise], ...]] = (
    (str(SOLVED), pgettext_lazy("result", "It is solved")),
    (str(PARTLY), pgettext_lazy("result", "Partly")),
    (str(NOT_SOLVED), pgettext_lazy("result", "It is not solved")),
)


def _choice(label: object, choices: tuple[tuple[str, str | Promise], ...]) -> forms.TypedChoiceField:
    wrong = lazily("hotline.choose-marks")
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type] # lazy text
        choices=choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


class HowForm(forms.Form):
    """Three questions; a matter that silence closed is answered like every other."""

    prompt = _choice(_("How promptly was it handled?"), MARKS)
    respect = _choice(_("How respectfully were you treated?"), MARKS)
    result = _choice(_("How did it end?"), RESULTS)

    def said(self) -> Experience:
        """What was said."""
        told = self.cleaned_data
        return Experience(told["prompt"], told["respect"], told["result"])


class HotlineCallForm(HowForm):
    """How a call went, and where somebody was reached what they said; `text` is read back before it is written."""

    token = forms.CharField(widget=forms.HiddenInput, min_length=22, max_length=64)
    how = forms.ChoiceField(
        label=_("How did the call go?"),
        choices=tuple(OUTCOMES.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": lazily("hotline.say-outcome"),
            "invalid_choice": lazily("hotline.say-outcome"),
        },
    )
    text = forms.CharField(
        label=_("What is not solved, in their own words"),
        help_text=_(
            "It goes before somebody above as a dispute in their name. Leave it empty if they do not want that."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    field_order = ("token", "how", "prompt", "respect", "result", "text")

    def __init__(self, *args: Any, can_dispute: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("prompt", "respect", "result"):
            self.fields[name].required = self.data.get("how") == HotlineOutcome.REACHED
        if not can_dispute:
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        """Words are written of what is not solved, and of nothing else."""
        cleaned = dict(super().clean() or {})
        if cleaned.get("how") == HotlineOutcome.REACHED and cleaned.get("text") and cleaned.get("result") != NOT_SOLVED:
            self.add_error("text", lazily("hotline.only-what-is-not-solved"))
        return cleaned
