"""The two screens of writing, as forms."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.actions.intake import LONGEST
from answerable.appeals.forms.fields import Offered, Options, PickField, WordsField, area, line, too_long
from answerable.appeals.queries.public import way_of
from answerable.appeals.terms import Care
from answerable.law.terms import MatterKind

SHORT: Final = 300  # characters of an address, a name


class WriteForm(forms.Form):
    """Screen 1: what happened, and to whom or where. Two answers are needed; "not sure" is one."""

    text = WordsField(
        required=False,
        label=_("What happened, and what do you want?"),
        help_text=_("In your own words: when, where, who."),
        widget=area(3),
    )
    kind = PickField(label=_("What would you like to do?"), required=False, widget=forms.RadioSelect)
    about = PickField(
        label=_("Which unit or service is it about?"),
        required=False,
        help_text=_("“I am not sure” is fine."),
    )
    officer = PickField(
        label=_("A particular officer?"),
        required=False,
        help_text=_("Only if the complaint is about one of these people."),
    )
    about_words = WordsField(
        required=False,
        label=_("A name, a badge or a car number, if you know it"),
        max_length=SHORT,
        widget=line(autocomplete="off"),
    )
    territory = PickField(label=_("District or settlement"), required=False)
    where = WordsField(
        required=False,
        label=_("Where? A street, a landmark"),
        max_length=SHORT,
        widget=line(autocomplete="off", list="known-places"),
    )
    category = PickField(label=_("What is it about?"), required=False)
    addressed_to = PickField(
        label=_("Send it to somebody in particular"),
        required=False,
        help_text=_("If you leave this, the body that answers for the matter in this place gets it."),
    )

    def __init__(self, *args: Any, choices: Mapping[str, Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = _KINDS
        kind.hints = _kind_hints()
        for name, options in choices.items():
            field: Any = self.fields[name]
            field.choices = options
            if name in _FOUND_BY_TYPING:
                field.widget.attrs["data-find"] = _("Type a part of the name")
        if not choices["officer"]:
            del self.fields["officer"]

    def clean_text(self) -> str:
        """Needed, and no longer than can be kept."""
        text = str(self.cleaned_data["text"])
        if not text.strip("\x00 \t\r\n"):
            raise forms.ValidationError(_("Say in your own words what happened or what you ask for."))
        if len(text) > LONGEST:
            raise forms.ValidationError(too_long(text))
        return text

    def clean_kind(self) -> str:
        """Needed, and never guessed: who is complained about must not handle what a default calls a report."""
        kind = str(self.cleaned_data["kind"])
        if not kind:
            raise forms.ValidationError(_("Choose what you would like to do."))
        return kind

    @property
    def more_known(self) -> bool:
        """Whether one of the folded fields holds something or is wrong, so that its fold has to stand open."""
        folded = (name for name in _FOLDED if name in self.fields)
        return any(self[name].value() or self[name].errors for name in folded)

    def clean(self) -> dict[str, Any]:
        """Somebody or some place, or plainly "not sure"."""
        cleaned = dict(super().clean() or {})
        places = ("about", "officer", "about_words", "territory", "where", "addressed_to")
        if not any(str(cleaned.get(name) or "").strip() for name in places) and not self.errors.keys() & set(places):
            self.add_error("about", _("Say whom or where it is about, or choose that you are not sure."))
        return cleaned


_FOLDED: Final = ("officer", "about_words", "territory", "category", "addressed_to")
_FOUND_BY_TYPING: Final = frozenset({"about", "officer", "territory", "addressed_to"})  # where scripts run
_KINDS: Final = Offered(
    [
        (MatterKind.COMPLAINT.value, _("Complain about the police")),
        (MatterKind.REPORT.value, _("Tell what happened")),
        (MatterKind.REQUEST.value, _("Ask for something")),
        (MatterKind.PROPOSAL.value, _("Propose something")),
        (MatterKind.THANKS.value, _("Say thank you")),
    ]
)


def _kind_hints() -> dict[str, Any]:
    return {
        MatterKind.COMPLAINT.value: _("Those it is about will not see it."),
        MatterKind.REPORT.value: _("Something happened or is dangerous."),
        MatterKind.REQUEST.value: _("To be done, given or explained."),
        MatterKind.PROPOSAL.value: _("How something could be done better."),
        MatterKind.THANKS.value: _("To somebody who did well."),
    }


class CheckForm(forms.Form):
    """Screen 2: how to be told, who one is, special care, the seal, whether all may read it. Everything may be left empty."""

    matter = forms.ChoiceField(
        required=False,
        label=_("Is it one of these?"),
        help_text=_("The law has its own dates for them. If you are not sure, leave it: the body looks at it, too."),
        widget=forms.RadioSelect,
    )
    acted = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)  # asked by the page (views.naming)
    contact = forms.CharField(
        required=False,
        label=_("How may we tell you that there is news?"),
        help_text=_("An e-mail address or a phone number. We never send the content. Your code is enough without it."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    name = WordsField(required=False, label=_("Your name"), max_length=SHORT, widget=line(autocomplete="name"))
    address = WordsField(
        required=False, label=_("Your address"), max_length=SHORT, widget=line(autocomplete="street-address")
    )
    care = forms.MultipleChoiceField(
        required=False,
        label=_("Does this concern somebody who needs special care?"),
        help_text=_("Tick what applies, only if you wish. Such messages are worked on first."),
        widget=forms.CheckboxSelectMultiple,
        choices=Offered(
            [
                (Care.CHILD.value, _("a child")),
                (Care.VETERAN.value, _("a veteran")),
                (Care.VICTIM.value, _("a victim of a crime")),
                (Care.VULNERABLE.value, _("a person in a vulnerable position")),
            ]
        ),
    )
    seal = forms.BooleanField(
        required=False,
        label=_("Seal this message"),
        help_text=_(
            "Only people with keys of their own can open it: at the body named above, at the head of the tree to whom it "
            "climbs when it is late or disputed, and at the monitor. Others who oversee that body cannot."
        ),
    )

    public = forms.BooleanField(
        required=False,
        label=_("Let everybody read it"),
        help_text=_(
            "Only if you wish. A person at the body first takes out what tells who you are. Then the words, the place within "
            "about 100 metres and how it stands can be read on the internet by anybody, and copied: what was copied can't be taken back."
        ),
    )

    def __init__(
        self, *args: Any, sealed: bool = False, private: bool = False, matters: Options = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if sealed:
            del self.fields["seal"]
        if sealed or private:
            del self.fields["public"]
        field: Any = self.fields["matter"]
        field.choices = [("", _("None of these, or I am not sure")), *matters]
        if not matters:
            del self.fields["matter"]

    def clean_contact(self) -> str:
        """An address that can be written to, or a number that can be rung."""
        contact = str(self.cleaned_data["contact"]).strip()
        if contact and not way_of(contact):
            raise forms.ValidationError(
                _("This is neither an e-mail address (name@example.org) nor a phone number (at least 7 digits).")
            )
        return contact
