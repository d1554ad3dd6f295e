"""The operator's page: a call, a visit or a letter in under a minute, from the keyboard, in the order of talking."""

import secrets
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.actions import Intake
from answerable.appeals.actions.intake import LONGEST
from answerable.appeals.desk_forms.acts import WordsForm
from answerable.appeals.desk_forms.choices import Pairs, id_or_none, name_of
from answerable.appeals.wording.terms import CARES, KINDS
from answerable.base import dates
from answerable.channels.terms import Channel, Way
from answerable.law.rules.kinds import LawKind
from answerable.law.terms import MatterKind

CAME: Final = (("call", _("a call")), ("visit", _("a visit")), ("letter", _("a letter")))
NOON: Final = time(12)  # a letter has a day, not an hour


class KnownName(forms.CharField):
    """A name recognised while it is typed: the page offers names, the id is found from the name.

    known  pairs of id and name. What is typed and not known stays as words; `clean` gives (id or None, words).
    """

    def __init__(self, *, listed: str, **options: Any) -> None:
        super().__init__(required=False, max_length=200, **options)
        self.known: Pairs = []
        self.widget.attrs |= {"list": listed, "autocomplete": "off"}

    def clean(self, value: Any) -> tuple[int | None, str]:
        """The id of the name, or what was typed."""
        typed: str = super().clean(value).strip()
        same = [ref for ref, name in self.known if name.casefold() == typed.casefold()]
        begun = [ref for ref, name in self.known if typed and name.casefold().startswith(typed.casefold())]
        found = same or begun
        return (int(found[0]), "") if len(found) == 1 else (None, typed)


class EntryForm(forms.Form):
    """What came by phone, visit or letter."""

    token = forms.CharField(widget=forms.HiddenInput, min_length=22, max_length=64)
    came = forms.ChoiceField(label=_("It came as"), choices=CAME, widget=forms.RadioSelect, initial="call")
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    text = WordsForm(
        label=_("In the sender's own words"),
        rows=7,
        max_length=LONGEST,
        help_text=_("Write down what is said, not what you make of it. Read it back before you go on."),
    )
    about = KnownName(
        label=_("About which body or officer, if it is a complaint"),
        listed="known-bodies",
        help_text=_("Type a few letters and choose. Whoever it is about will not see it; unknown names stay as words."),
    )
    place = KnownName(label=_("District or settlement"), listed="known-places")
    where = forms.CharField(label=_("Address or landmark"), required=False, max_length=300)
    category = forms.ChoiceField(label=_("About what"), required=False)
    matter = forms.ChoiceField(
        label=_("Kind in law"),
        required=False,
        help_text=_("If the law knows it by a name of its own: it then has its own dates. It settles the kind above."),
    )
    received_on = forms.DateField(
        label=_("Day on which the letter arrived"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For letters: the term counts from this day. Calls and visits count from now."),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("Leave it out if the sender does not want to say it."),
    )
    address = forms.CharField(label=_("Postal address"), required=False, max_length=300)
    contact = forms.CharField(
        label=_("E-mail or phone"), required=False, max_length=200, help_text=_("Only to say that there is news.")
    )
    care = forms.MultipleChoiceField(
        label=_("Special care, if the sender says so"),
        choices=list(CARES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.ChoiceField(label=_("The sender's language"), choices=[])
    seal = forms.BooleanField(
        label=_("Keep it sealed"), required=False, help_text=_("Only the body that gets it can read it, nobody above.")
    )

    def __init__(
        self,
        *args: Any,
        about: Pairs,
        places: Pairs,
        categories: Pairs,
        languages: Pairs,
        matters: Mapping[str, LawKind],
        **options: Any,
    ) -> None:
        options["initial"] = {
            "token": secrets.token_urlsafe(24),
            "language": dates.language(),
            **options.get("initial", {}),
        }
        super().__init__(*args, **options)
        self.fields["about"].known, self.fields["place"].known = about, places  # type: ignore[attr-defined] # Known
        self.fields["category"].choices = categories  # type: ignore[attr-defined] # a choice field
        self.matters = matters
        named = [(code, name_of(kind.name)) for code, kind in matters.items()]
        self.fields["matter"].choices = [("", _("no more is known")), *named]  # type: ignore[attr-defined] # as above
        self.fields["language"].choices = languages  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        """A letter has a day, and not one that is yet to come."""
        asked = super().clean() or {}
        if asked.get("came") == "letter" and "received_on" in asked and asked["received_on"] is None:
            self.add_error("received_on", _("Say on which day the letter arrived."))
        return asked

    def intake(self, *, at: datetime, zone: str) -> Intake:
        """What is registered. Of a letter, the day counts; a day that is yet to come is this moment."""
        asked = self.cleaned_data
        about, about_words = asked["about"]
        place, place_words = asked["place"]
        contact, day = asked["contact"].strip(), asked["received_on"]
        received = datetime.combine(day, NOON, tzinfo=ZoneInfo(zone)) if asked["came"] == "letter" and day else at
        matter = self.matters.get(asked["matter"])
        kind = asked["kind"] if matter is None else matter.of.value
        complaint = kind == MatterKind.COMPLAINT
        return Intake(
            kind=kind,
            matter=asked["matter"],
            text=asked["text"],
            language=asked["language"],
            token=asked["token"],
            channel=Channel.DESK,
            about_body=about if complaint and about and about > 0 else None,
            about_person=-about if complaint and about and about < 0 else None,
            about_words=about_words,
            category=id_or_none(asked["category"]),
            territory=place,
            where=", ".join(part for part in (place_words, asked["where"].strip()) if part),
            name=asked["name"],
            address=asked["address"],
            contact=contact,
            way=(Way.EMAIL if "@" in contact else Way.PHONE).value if contact else "",
            care=tuple(asked["care"]),
            seal=asked["seal"],
            received_at=min(received, at),
            made_by="operator",
            came=asked["came"],
        )
