"""What somebody who follows an appeal may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.appeals.actions.intake import LONGEST
from answerable.appeals.forms.fields import Offered, Options, PickField, WordsField, area, too_long
from answerable.appeals.forms.writing import CheckForm
from answerable.appeals.terms import Spoke


class EnterForm(forms.Form):
    """The way to an answer: the code. The number is on the same slip and isn't needed."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("24 digits in six groups, from the page or the slip that you got when you sent your message."),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "code-field",
                "autocomplete": "off",
                "inputmode": "numeric",
                "spellcheck": "false",
                "placeholder": "0000 0000 0000 0000 0000 0000",
            }
        ),
    )

    def clean_code(self) -> str:
        """Needed; what is wrong with it otherwise the vault says."""
        code = str(self.cleaned_data["code"]).strip()
        if not code:
            raise forms.ValidationError(_("Type the code."))
        return code


class WayBackForm(EnterForm):
    """The way back: a code that is contested, and what its holder was given in person."""

    given = forms.CharField(
        label=_("The eight digits that you were given in person"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )


class ReplyForm(forms.Form):
    """Writing back, with files or without."""

    text = WordsField(required=False, label=_("Your message"), widget=area(6), help_text=_("Up to 100,000 characters."))

    def clean_text(self) -> str:
        """No longer than can be kept."""
        text = str(self.cleaned_data["text"])
        if len(text) > LONGEST:
            raise forms.ValidationError(too_long(text))
        return text


class DisputeForm(forms.Form):
    """Which points were not answered, and why."""

    points = forms.MultipleChoiceField(
        required=False, label=_("Which points were not answered?"), widget=forms.CheckboxSelectMultiple
    )
    text = WordsField(
        required=False,
        label=_("What is missing or wrong?"),
        help_text=_("It goes to somebody above the body that answered. A sentence is enough."),
        widget=area(5),
    )

    def __init__(self, *args: Any, points: Options = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["points"]
        field.choices = list(points)
        if not field.choices:
            del self.fields["points"]

    def clean(self) -> dict[str, Any]:
        """Something must be said."""
        cleaned = dict(super().clean() or {})
        text = str(cleaned.get("text", ""))
        if len(text) > LONGEST:
            self.add_error("text", too_long(text))
        if not cleaned.get("points") and not text.strip():
            self.add_error("text", gettext("Tick a point that was not answered, or say what is wrong."))
        return cleaned


class WithdrawForm(forms.Form):
    """Taking an appeal back; the reason may stay unsaid."""

    spoke = forms.ChoiceField(
        label=_("Did anybody speak with you about withdrawing it?"),
        help_text=_(
            "The body that has your message does not see what you say here. Some senders who withdrew are asked later "
            "whether it was their own wish."
        ),
        choices=[
            (Spoke.NOBODY.value, _("No, nobody")),
            (Spoke.BODY.value, _("Yes, somebody of the body that has it or that it is about")),
            (Spoke.OTHER.value, _("Yes, somebody else")),
            (Spoke.UNSAID.value, _("I do not want to say")),
        ],
        widget=forms.RadioSelect,
    )
    text = WordsField(
        required=False,
        label=_("Why, if you wish to say"),
        help_text=_("The body that has your message reads these words."),
        max_length=5000,
        widget=area(3),
    )


class AboutForm(forms.Form):
    """Whom the message is about, said after it was sent."""

    about = PickField(label=_("Which unit or service is it about?"), required=False)
    officer = PickField(label=_("A particular officer?"), required=False)

    def __init__(self, *args: Any, bodies: Offered, officers: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named: list[str] = []
        for name, options in (("about", bodies), ("officer", officers)):
            field: Any = self.fields[name]
            field.choices = options
            field.widget.attrs["data-find"] = _("Type a part of the name")
        if not officers:
            del self.fields["officer"]

    def clean(self) -> dict[str, Any]:
        """Somebody has to be chosen."""
        cleaned = dict(super().clean() or {})
        body, officer = str(cleaned.get("about") or ""), str(cleaned.get("officer") or "")
        self.named = [
            *([f"body-{body}"] if body.isdecimal() else []),
            *([f"person-{officer}"] if officer.isdecimal() else []),
        ]
        if not self.named:
            self.add_error("about", gettext("Choose whom it is about."))
        return cleaned


class ContactForm(forms.Form):
    """Where to say that there is news; empty: nowhere."""

    contact = forms.CharField(
        required=False,
        label=_("E-mail address or phone number"),
        help_text=_("Leave it empty and we send nothing; your code is enough."),
        max_length=254,
    )

    clean_contact = CheckForm.clean_contact
