"""What a reader fills in, one form an act; and what a body fills in when it is asked why."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.oversight import wording
from answerable.oversight.wording.reasons import lazily

Choices = Sequence[tuple[int, str]]
MOST = 20_000
NO_TARGET: Final = "no_target"


def _text(label: object, hint: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type] # lazy text
        help_text=hint,  # type: ignore[arg-type] # lazy text
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6, "class": "tall", "dir": "auto"}),
        error_messages={"required": lazily("reading.write-something"), "max_length": lazily("reading.too-long")},
    )


def _day(label: object, hint: object) -> forms.DateField:
    wrong = lazily("instruction.day-ahead")
    return forms.DateField(
        label=label,  # type: ignore[arg-type] # lazy text
        help_text=hint,  # type: ignore[arg-type] # lazy text
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": wrong, "invalid": wrong},
    )


def _body(label: object) -> forms.TypedChoiceField:
    wrong = lazily("instruction.choose-a-body")
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type] # lazy text
        coerce=int,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def no_target() -> forms.BooleanField:
    """Asked only where the words seem to set a volume target: then somebody has to say that they don't."""
    return forms.BooleanField(
        label=_("This sets no number of people who are to be stopped, fined, registered or placed"),
        help_text=_("It stays on the record that you said so, for whoever oversees."),
        required=False,
    )


class ActForm(forms.Form):
    """What every act has: the words; the bodies, people and the day that the page offers come as arguments."""

    def __init__(
        self, *args: Any, bodies: Choices = (), people: Choices = (), offered: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if "to" in self.fields:
            self.fields["to"].choices = list(bodies)  # type: ignore[attr-defined] # a field of choices
        if "person" in self.fields:
            nobody = ("", _("nobody in particular"))
            self.fields["person"].choices = [nobody, *people]  # type: ignore[attr-defined] # likewise
        if NO_TARGET in self.data:  # sent back with the fault, and answered
            self.fields[NO_TARGET] = no_target()
        if "due_on" in self.fields:
            self.fields["due_on"].initial = offered


class InstructForm(ActForm):
    """Tell a body to answer by a day."""

    to = _body(_("Who has to answer"))
    due_on = _day(_("By when"), _("The sender is told this day."))
    text = _text(
        _("What to do"), _("The body reads this. The sender is told who answers and by when, not these words.")
    )


class ReturnForm(ActForm):
    """Ask the body why."""

    due_on = _day(_("Explain by"), _("The explanation comes back into your reading."))
    text = _text(_("Your question"), _("The body reads this; the sender doesn't."))


class AcceptForm(ActForm):
    """Find the answer sufficient."""

    text = _text(_("Why the answer is sufficient"), _("The sender reads this, signed with your office."))


class MeasureForm(ActForm):
    """Say what was done about a bad answer."""

    to = _body(_("In which body"))
    kind = forms.ChoiceField(
        label=_("What was done"),
        choices=list(wording.MEASURES.items()),
        error_messages={
            "required": lazily("measure.choose-a-kind"),
            "invalid_choice": lazily("measure.choose-a-kind"),
        },
    )
    text = _text(_("In a few words"), _("What happened and what will be different. Don't name the sender."))


class CommendForm(ActForm):
    """Say that somebody did well."""

    to = _body(_("Which body"))
    person = forms.TypedChoiceField(label=_("Whom"), required=False, coerce=int, empty_value=None)
    text = _text(_("For what"), _("The body reads this."))


class ExplainForm(ActForm):
    """Answer the chair's question."""

    text = _text(
        _("Your explanation"), _("It goes back into the reading of whoever asked. The sender doesn't read it.")
    )
