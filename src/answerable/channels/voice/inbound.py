"""What is in a webhook of a call: a recording, which is somebody's words, a call that nobody answered, or how a call went.

The provider tells neither number nor language with a recording; the hook adds what it knew when the call began, under names of
our own, to what it keeps.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from django.utils import translation
from django.utils.translation import gettext as _

from answerable.base.incoming import IncomingFile, Nothing, Read, UnreadableDeliveryError, Words
from answerable.channels.sms.inbound import NUMBER, form_of
from answerable.channels.terms import AccountFacts

KNOWN: Final = "Answerable-"  # what begins so was added by the hook; of what came so nothing is kept
MISSED: Final = "missed"


def plain(raw: bytes) -> dict[str, str]:
    """The fields of a form, each with its first value."""
    return {name: values[0] for name, values in form_of(raw).items()}


def kept(raw: bytes, **known: str) -> bytes:
    """A form as it is kept: as it came, but for names of our own, which the hook alone says."""
    added = urlencode({f"{KNOWN}{name.title()}": said for name, said in known.items() if said})
    if any(name.startswith(KNOWN) for name in form_of(raw)):
        raw = urlencode(
            {name: values for name, values in form_of(raw).items() if not name.startswith(KNOWN)}, doseq=True
        ).encode()
    return raw + b"&" + added.encode()


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """The one thing that a form tells. Raises UnreadableDeliveryError."""
    del account
    form = {
        name: said.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name, said in plain(raw).items()
    }
    if not form.get("CallSid"):
        raise UnreadableDeliveryError("no-call")
    if form.get("RecordingSid"):
        state = form.get("RecordingStatus", "completed")
        return (
            _recorded(form)
            if state == "completed" and form.get("RecordingUrl")
            else Nothing(why=f"recording:{state}"[:40]),
        )
    if form.get(f"{KNOWN}Outcome") == MISSED:
        return (_missed(form),)
    return (Nothing(why=f"call:{form.get(f'{KNOWN}Outcome') or form.get('CallStatus', '')}"[:40]),)


def _recorded(form: Mapping[str, str]) -> Words:
    """The words are the recording; whoever works on it hears it."""
    language = form.get(f"{KNOWN}Language", "")
    with translation.override(language or None):
        text = _("A call of %(seconds)s seconds: hear the recording.") % {
            "seconds": form.get("RecordingDuration", "?")[:6]
        }
    return Words(
        external=form["RecordingSid"][:60],
        sender=_number(form),
        text=text,
        language=language,
        files=(IncomingFile(name="call.wav", remote=f"{form['RecordingUrl']}.wav"),),
    )


def _missed(form: Mapping[str, str]) -> Words:
    """Somebody rang, and neither was answered nor said anything: they are called back."""
    number = _number(form)
    return Words(external=form["CallSid"][:60], sender=number, text="", facts={"missed": number or "?"})


def _number(form: Mapping[str, str]) -> str:
    number = form.get(f"{KNOWN}From", "")
    return number if NUMBER.fullmatch(number) else ""
