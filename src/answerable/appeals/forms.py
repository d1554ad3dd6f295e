"""Forms of the public door: two screens of writing, and what somebody who follows an appeal may send."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from answerable.appeals.actions.intake import LONGEST
from answerable.appeals.terms import Care
from answerable.channels.terms import Way
from answerable.law.terms import MatterKind

UNSURE: Final = "unsure"
SHORT: Final = 300  # characters of an address, a name
Options = Iterable[tuple[str, Any]]


class Offered(BaseChoiceIterator):
    """A list of choices made once and shown to many: a form takes it as it is, without going over it again."""

    def __init__(self, options: Options = ()) -> None:
        self.options = tuple(options)
        self.values = frozenset(_values(self.options))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The choices in their order."""
        return iter(self.options)

    def __bool__(self) -> bool:
        """Whether there is anything to choose beside the empty line."""
        return bool(self.values - {""})

    def __deepcopy__(self, memo: dict[int, Any]) -> "Offered":
        """Itself: nothing in it changes."""
        return self


def _values(options: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """The values of a list, those of its groups among them: a group is a name with a list of its own."""
    for value, label in options:
        if isinstance(label, (list, tuple)):
            yield from _values(label)
        else:
            yield str(value)


class PickField(forms.ChoiceField):
    """One choice out of an `Offered` list."""

    def valid_value(self, value: Any) -> bool:
        """Whether it was offered: one look, however long the list."""
        offered: Any = self.choices
        return str(value) in offered.values


class WordsField(forms.CharField):
    """Somebody's words, kept as they are: no trimming, and a NUL or a mark of direction is theirs to write.

    Line ends alone are made equal: browsers send CRLF whatever was typed.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = [one for one in self.validators if type(one).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value: Any) -> str:
        """Make line ends equal."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def _area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attrs})


def _line(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", **attrs})


def too_long(text: str) -> str:
    """The sentence that refuses a text over the limit, and says by how much."""
    over = len(text) - LONGEST
    return ngettext(
        "Your text is %(over)s character longer than the %(most)s that fit. Shorten it, or add the rest as a file.",
        "Your text is %(over)s characters longer than the %(most)s that fit. Shorten it, or add the rest as a file.",
        over,
    ) % {"over": over, "most": LONGEST}


class WriteForm(forms.Form):
    """Screen 1: what happened, and to whom or where. Two answers are needed; "not sure" is one."""

    text = WordsField(
        required=False,
        label=_("In your own words"),
        help_text=_(
            "When, where, who was there, what you would like to happen. Photos can be added below. "
            "Up to 100,000 characters."
        ),
        widget=_area(8, **{"class": "tall"}),
    )
    kind = PickField(label=_("What is it?"), required=False, widget=forms.RadioSelect)
    about = PickField(
        label=_("Which unit or service?"),
        required=False,
        help_text=_("For a complaint: whom it is about. It is then handled above them, and they will not see it."),
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
        widget=_line(autocomplete="off"),
    )
    territory = PickField(label=_("District or settlement"), required=False)
    where = WordsField(
        required=False,
        label=_("Street, house or a landmark"),
        help_text=_("For example: at the school crossing, near the railway station."),
        max_length=SHORT,
        widget=_line(autocomplete="off"),
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
        kind.initial = MatterKind.REPORT.value
        for name, options in choices.items():
            field: Any = self.fields[name]
            field.choices = options
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
        """A form that came without a kind is a report."""
        return str(self.cleaned_data["kind"] or MatterKind.REPORT.value)

    def clean(self) -> dict[str, Any]:
        """Somebody or some place, or plainly "not sure"."""
        cleaned = dict(super().clean() or {})
        places = ("about", "officer", "about_words", "territory", "where", "addressed_to")
        if not any(str(cleaned.get(name) or "").strip() for name in places) and not self.errors.keys() & set(places):
            self.add_error("about", _("Say whom or where it is about, or choose that you are not sure."))
        return cleaned


_KINDS: Final = Offered(
    [
        (MatterKind.COMPLAINT.value, _("A complaint about somebody who serves")),
        (MatterKind.REPORT.value, _("A report")),
        (MatterKind.REQUEST.value, _("A request or a question")),
        (MatterKind.PROPOSAL.value, _("A proposal")),
        (MatterKind.THANKS.value, _("Thanks")),
    ]
)


def _kind_hints() -> dict[str, Any]:
    return {
        MatterKind.COMPLAINT.value: _("Goes above the unit it is about. They will not see it."),
        MatterKind.REPORT.value: _("Something happened, is broken or is dangerous."),
        MatterKind.REQUEST.value: _("You want something done, given or explained."),
        MatterKind.PROPOSAL.value: _("How something could be done better."),
        MatterKind.THANKS.value: _("To somebody who did well."),
    }


class CheckForm(forms.Form):
    """Screen 2: how to be told, who one is, special care, the seal. Everything may be left empty."""

    contact = forms.CharField(
        required=False,
        label=_("How may we tell you that there is news?"),
        help_text=_("An e-mail address or a phone number. We never send the content. Your code is enough without it."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    name = WordsField(required=False, label=_("Your name"), max_length=SHORT, widget=_line(autocomplete="name"))
    address = WordsField(
        required=False, label=_("Your address"), max_length=SHORT, widget=_line(autocomplete="street-address")
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

    def __init__(self, *args: Any, sealed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sealed:
            del self.fields["seal"]

    def clean_contact(self) -> str:
        """An address that can be written to, or a number that can be rung."""
        contact = str(self.cleaned_data["contact"]).strip()
        if contact and not way_of(contact):
            raise forms.ValidationError(
                _("This is neither an e-mail address (name@example.org) nor a phone number (at least 7 digits).")
            )
        return contact


_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,30}")


def way_of(contact: str) -> str:
    """Tell an e-mail address from a phone number; nothing when it is neither."""
    contact = contact.strip()
    if _PHONE.fullmatch(contact) and sum(sign.isdigit() for sign in contact) >= 7:
        return Way.PHONE.value
    try:
        forms.EmailField().clean(contact)
    except forms.ValidationError:
        return ""
    return Way.EMAIL.value


def carried(typed: Mapping[str, Any]) -> str:
    """What was typed on another screen, for a hidden field. JSON, because a page can't carry a NUL or a bare CR."""
    return json.dumps(dict(typed), ensure_ascii=False).replace("\x7f", "\\u007f")


def uncarried(written: str) -> dict[str, Any]:
    """What `carried` wrote; nothing when somebody has tampered with it."""
    try:
        found = json.loads(written, strict=False)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    kept = {name: _written(value) for name, value in found.items()}
    return {name: value for name, value in kept.items() if value is not None}


def _written(value: object) -> str | list[str] | None:
    """A value as a form could have sent it: half a sign, which JSON can spell and no page can show, becomes a whole one."""
    if isinstance(value, list):
        return [found for each in value if isinstance(found := _written(each), str)]
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else None


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


class ReplyForm(forms.Form):
    """Writing back, with files or without."""

    text = WordsField(
        required=False, label=_("Your message"), widget=_area(6), help_text=_("Up to 100,000 characters.")
    )

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
        widget=_area(5),
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

    text = WordsField(required=False, label=_("Why, if you wish to say"), max_length=5000, widget=_area(3))


class ContactForm(forms.Form):
    """Where to say that there is news; empty: nowhere."""

    contact = forms.CharField(
        required=False,
        label=_("E-mail address or phone number"),
        help_text=_("Leave it empty and we send nothing; your code is enough."),
        max_length=254,
    )

    clean_contact = CheckForm.clean_contact
