"""What is typed on the pages that set up the ways in and out: the settings of an account, as its integration names them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.base import dates
from answerable.channels.integration import Integration, Setting
from answerable.people import queries as people_queries
from answerable.people.models import Body

LONGEST = 4000  # characters of one setting: a key


class AccountForm(forms.Form):
    """One account. A secret that is kept is never shown: an empty field leaves it as it is."""

    name = forms.RegexField(
        label=_("Name, as it stands in addresses"), regex=r"^[a-z0-9][a-z0-9-]{0,38}$", max_length=39
    )
    body = forms.ChoiceField(label=_("Body to which it belongs"))
    expires_on = forms.DateField(
        label=_("Last day of its token, where it has one"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *said: Any, integration: Integration, bodies: Sequence[Body], known: bool, **more: Any) -> None:
        super().__init__(*said, **more)
        self.integration = integration
        body: Any = self.fields["body"]
        body.choices = [(each.code, people_queries.body_name(each.id, dates.language())) for each in bodies]
        if known:
            self.fields["name"].disabled = True
        for each in integration.settings:
            self.fields[_field(each)] = _asked(each, known=known)

    @property
    def setting_fields(self) -> list[Any]:
        """The fields of the settings, in the integration's order."""
        return [self[_field(each)] for each in self.integration.settings]

    def settings(self) -> dict[str, str]:
        """What was said of the settings; a secret that was left empty is not among it."""
        said = {each: str(self.cleaned_data[_field(each)]).strip() for each in self.integration.settings}
        return {each.name: value for each, value in said.items() if value or not each.secret}


class TestForm(forms.Form):
    """Where a message goes that shows whether an account works."""

    address = forms.CharField(label=_("To which address of ours"), max_length=200)


def _field(setting: Setting) -> str:
    return f"setting_{setting.name}"


def _asked(setting: Setting, *, known: bool) -> forms.CharField:
    """The field of one setting; needed where nothing holds without it."""
    secret = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    needed = setting.default is None and not (known and setting.secret)
    hint = _("It is kept; an empty field leaves it as it is.") if known and setting.secret else ""
    return forms.CharField(
        label=str(setting.title),
        required=needed,
        max_length=LONGEST,
        widget=secret if setting.secret else forms.TextInput(attrs={"spellcheck": "false"}),
        help_text=hint,
    )
