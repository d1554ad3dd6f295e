"""What key holders type."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.vault.rules import slots

SHORTEST: Final = 12
LONGEST: Final = 200
_GOOD: Final = 3  # of 4 on zxcvbn's scale: "safely unguessable"
_WEIGHED: Final = 72  # letters that zxcvbn takes


def _secret(autocomplete: str, **words: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(strip=False, max_length=LONGEST, widget=widget, **words)


class NewPassword(forms.Form):
    """A password for the key, twice."""

    password = _secret(
        "new-password",
        label=_("Password for your key"),
        help_text=_(
            "At least 12 signs: four or five words that belong together only for you. Not the one you sign in with."
        ),
    )
    again = _secret("new-password", label=_("The same once more"))

    def clean_password(self) -> str:
        """Refuse what could be guessed."""
        from zxcvbn import zxcvbn  # here, for its lists of words take 13 MiB of each process that reads them

        password: str = self.cleaned_data["password"]
        if len(password) < SHORTEST or zxcvbn(password[:_WEIGHED])["score"] < _GOOD:
            raise forms.ValidationError(_("This could be guessed. Take a few more words, or stranger ones."))
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two different ones."""
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two differ. Please type the password once more."))
        return given


class ChangePassword(NewPassword):
    """The present password besides."""

    old = _secret("current-password", label=_("Present password of your key"))
    field_order = ("old", "password", "again")


class Recovery(NewPassword):
    """The code of the printed sheet besides."""

    recovery = forms.CharField(
        label=_("Code from your recovery sheet"),
        max_length=80,
        help_text=_("Seven groups of four letters and digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ("recovery", "password", "again")


class Fingerprint(forms.Form):
    """What the owner of a key reads out."""

    fingerprint = forms.CharField(
        label=_("Fingerprint that you hear"),
        max_length=60,
        help_text=_("Six groups of four digits. Ask the person themselves, by telephone or in the room, not by mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class OpenForm(forms.Form):
    """The password of the key, to open it for this session."""

    password = _secret("current-password", label=_("Password of your key"))


class SheetForm(forms.Form):
    """Groups of the printed sheet, typed back; `groups` are those asked for, by their place."""

    def __init__(self, *args: Any, groups: Mapping[str, str], **words: Any) -> None:
        super().__init__(*args, **words)
        self.groups = groups
        for place in groups:
            self.fields[f"group_{place}"] = forms.CharField(
                label=_("Group %(place)s on your sheet") % {"place": place},
                max_length=10,
                widget=forms.TextInput(
                    attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse what differs, field by field."""
        given = super().clean() or {}
        for place, group in self.groups.items():
            typed = given.get(f"group_{place}")
            if typed is not None and slots.as_written(typed) != group:
                self.add_error(
                    f"group_{place}", _("The sheet that was shown has another group here. Look at the paper again.")
                )
        return given
