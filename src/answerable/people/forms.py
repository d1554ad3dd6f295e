"""What people type on the pages of this room."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from answerable.base import dates
from answerable.people import powers, queries, rules
from answerable.people.models import Account, Body, Role
from answerable.people.terms import KnownBy
from answerable.people.wording import sentence_for

SHORTEST: Final = 12
LONGEST: Final = 200
GOOD: Final = 3  # of 4 on zxcvbn's scale: "safely unguessable"
WEIGHED: Final = 72  # letters that zxcvbn takes
SHORTEST_NAME: Final = 3  # shorter parts of a name stand in other words by chance
WITHOUT_NAMES: Final = 8  # letters that must be left when the person's own names are taken out


def _secret(**words: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": words.pop("autocomplete", "current-password")})
    return forms.CharField(strip=False, max_length=LONGEST, widget=widget, **words)


def _day(**words: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **words)


class SignInForm(forms.Form):
    """Sign-in name and password."""

    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _secret(label=_("Password"))


class CodeForm(forms.Form):
    """A one-time code from the app, a recovery code, or what a passkey answered."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class ProofForm(forms.Form):
    """The password again."""

    password = _secret(label=_("Password"))


class PasswordForm(forms.Form):
    """A new password in place of the present one."""

    present = _secret(label=_("Present password"))
    new = _secret(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_("At least 12 characters. Four or five unrelated words are easy to remember and hard to guess."),
    )
    repeated = _secret(label=_("New password again"), autocomplete="new-password")

    def __init__(self, *args: Any, account: Account, **words: Any) -> None:
        super().__init__(*args, **words)
        self.account = account

    def clean_new(self) -> str:
        """Refuse what a stranger would guess."""
        from zxcvbn import zxcvbn  # here, for its lists of words take 13 MiB of each process that reads them

        new: str = self.cleaned_data["new"]
        if len(new) < SHORTEST:
            raise forms.ValidationError(_("Too short: at least 12 characters are needed."))
        about = [self.account.login, *self.account.name.split(), self.account.email, "answerable"]
        own = [word.lower() for word in about if len(word) >= SHORTEST_NAME]
        rest = new.lower()
        for word in own:
            rest = rest.replace(word, "")
        if len(rest) < WITHOUT_NAMES or zxcvbn(new[:WEIGHED], user_inputs=own)["score"] < GOOD:
            raise forms.ValidationError(
                _("Easy to guess. Make it longer, or take words that have nothing to do with each other or with you.")
            )
        return new

    def clean(self) -> dict[str, Any]:
        """Both new ones must be alike, and new."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("new") and cleaned.get("repeated") is not None and cleaned["new"] != cleaned["repeated"]:
            self.add_error("repeated", _("The two new passwords differ."))
        if cleaned.get("new") and cleaned.get("new") == cleaned.get("present"):
            self.add_error("new", _("This is the present password. Choose another one."))
        return cleaned


class AppForm(forms.Form):
    """The first code of a newly set-up authenticator app."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    """What a new passkey answered, and how its owner calls it."""

    name = forms.CharField(label=_("Name for this key"), max_length=60, initial=_("My key"))
    credential = forms.CharField(max_length=40_000, widget=forms.HiddenInput)


class LanguageForm(forms.Form):
    """The language of one's own pages."""

    language = forms.ChoiceField(label=_("Language of my pages"), choices=settings.LANGUAGES)


class AbsenceForm(forms.Form):
    """Who has the desk, from which day to which."""

    substitute = forms.TypedChoiceField(label=_("Who has your desk meanwhile"), coerce=int)
    from_on = _day(label=_("First day away"))
    until_on = _day(label=_("Last day away"))

    def __init__(self, *args: Any, colleagues: Iterable[Account], **words: Any) -> None:
        super().__init__(*args, **words)
        language = dates.language()
        choices = [(one.id, _called(one, language)) for one in colleagues]
        self.fields["substitute"].choices = [("", _("Choose a colleague")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day isn't before the first."""
        cleaned: dict[str, Any] = super().clean() or {}
        _ordered(self, cleaned)
        return cleaned


class LinkForm(forms.Form):
    """Whom the organisation's own sign-in means by a person."""

    subject = forms.CharField(
        label=_("The organisation's word for this person"),
        max_length=255,
        help_text=_("The person is shown it when they try to sign in with the organisation before they are linked."),
    )


MOST_KNOWN: Final = 40  # lines of one list
LONGEST_KNOWN: Final = 120  # signs of one line


def _lines(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=5000, widget=widget)


class KnownForm(forms.Form):
    """What a person, or a body, is known by besides name and post: one to a line."""

    known_as = _lines(_("What people call them"), _("Nicknames, short and old names; one to a line."))
    badges = _lines(_("Badge numbers"))
    plates = _lines(_("Plates of cars that they use in service"))
    profiles = _lines(_("Profiles in social networks"), _("Addresses, as vk.com/name."))

    def __init__(self, *args: Any, row: Account | Body, **words: Any) -> None:
        initial = {word.value: "\n".join(row.known_by.get(word, ())) for word in KnownBy}
        super().__init__(*args, **{"initial": initial, **words})

    def clean(self) -> dict[str, Any]:
        """Lists that a page can show again."""
        cleaned: dict[str, Any] = super().clean() or {}
        for word in KnownBy:
            lines = [line for each in str(cleaned.get(word, "")).splitlines() if (line := each.strip())]
            if len(lines) > MOST_KNOWN or any(len(line) > LONGEST_KNOWN for line in lines):
                self.add_error(word, _("At most 40 lines of 120 characters."))
            cleaned[word] = lines
        return cleaned

    def known_by(self) -> dict[str, list[str]]:
        """The lists as typed."""
        return {word.value: self.cleaned_data[word] for word in KnownBy}


class DescribedForm(KnownForm):
    """The same of a person, with the name and the post as each language writes them."""

    def __init__(self, *args: Any, row: Account, **words: Any) -> None:
        written = {f"name_{code}": row.names.get(code, "") for code, _label in settings.LANGUAGES}
        posts = {f"post_{code}": row.post.get(code, "") for code, _label in settings.LANGUAGES}
        super().__init__(*args, row=row, **words)
        self.initial = {**self.initial, **written, **posts}
        for code, label in settings.LANGUAGES:
            said = {"language": label}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % said, max_length=120, required=False
            )
            self.fields[f"post_{code}"] = forms.CharField(
                label=_("Post in %(language)s") % said, max_length=120, required=False
            )

    def in_languages(self, what: str) -> dict[str, str]:
        """The name or the post by language, empty ones left out."""
        said = {code: str(self.cleaned_data[f"{what}_{code}"]).strip() for code, _label in settings.LANGUAGES}
        return {code: text for code, text in said.items() if text}


class SeatForm(forms.Form):
    """A seat in a body: for somebody who has an account, or for somebody new."""

    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("Latin letters, digits, dots and hyphens. A person who has an account already keeps it."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("Only for a new account."))
    post = forms.CharField(
        label=_("Post, as residents are shown it"),
        max_length=120,
        required=False,
        help_text=_("Only for a new account. For example: inspector, patrol unit 2."),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    heads = forms.BooleanField(label=_("Heads this unit"), required=False)
    from_on = _day(label=_("First day"))
    until_on = _day(label=_("Last day"), required=False)

    def __init__(self, *args: Any, roles: Collection[Role], body: Body, **words: Any) -> None:
        super().__init__(*args, **words)
        self.body = body
        language = dates.language()
        choices = [(role.code, queries.in_language(role.name, language)) for role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        self.fields["role"].hints = {role.code: powers_of(role) for role in roles}  # type: ignore[attr-defined]

    def clean_login(self) -> str:
        """The name of somebody who has an account, or one that a new account may have."""
        login = str(self.cleaned_data["login"])
        if not rules.is_login(login) and queries.account_by_login(login) is None:
            raise forms.ValidationError(sentence_for("people.login-misspelt"))
        return login

    def clean(self) -> dict[str, Any]:
        """A new account needs a name; days in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        login = cleaned.get("login")
        if login and not cleaned.get("name") and queries.account_by_login(login) is None:
            self.add_error("name", _("There is no account with this sign-in name. For a new one, give the name."))
        _ordered(self, cleaned)
        return cleaned


def _ordered(form: forms.Form, cleaned: dict[str, Any]) -> None:
    first: date | None = cleaned.get("from_on")
    last: date | None = cleaned.get("until_on")
    if first and last and last < first:
        form.add_error("until_on", _("The last day is before the first one."))


def powers_of(role: Role) -> str:
    """What a role lets its holder do, in words."""
    return "; ".join(powers.title(power) for power in role.powers)


def _called(account: Account, language: str) -> str:
    post = queries.in_language(account.post, language) if account.post else ""
    return f"{account.said_name}, {post}" if post else account.said_name
