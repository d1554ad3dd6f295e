"""The steps of a call: language, somebody at the desk, a recording, number and code. Each request is signed, and answered by what
the caller hears next.

A recording is kept by whichever of two requests comes first, that of the caller's key or that of the provider's own: where the
caller has hung up the first may never come.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.channels import codes
from answerable.channels.actions import calls, letterbox
from answerable.channels.queries import accounts
from answerable.channels.sms.hooks import LARGEST, is_signed
from answerable.channels.terms import AccountFacts, Channel
from answerable.channels.voice import spoken
from answerable.channels.voice.inbound import MISSED, kept, plain
from answerable.law import queries as law_queries

MOST_WAITS: Final = 8  # of three seconds each, until the job has registered what was said
ENDED: Final = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One request of a call."""

    account: AccountFacts
    raw: bytes
    form: Mapping[str, str]
    waits: int
    at: datetime

    @property
    def call(self) -> str:
        """The provider's name of the call."""
        return self.form.get("CallSid", "")[:60]

    def to(self, step: str) -> str:
        """Where the next request goes."""
        return f"{settings.ANSWERABLE.address}/hooks/voice/{self.account.name}/{step}/"

    def note(self, **known: str) -> dict[str, str]:
        """Note what is known of the call; all of it."""
        state = calls.note_call(account=self.account, call=self.call, at=self.at, **known)
        return {"language": spoken.languages()[0], **state}

    def keep(self, external: str, **known: str) -> None:
        """Keep the request, with what is known of the call."""
        letterbox.keep_delivery(account=self.account, external=external, raw=kept(self.raw, **known), at=self.at)


@door("hooks")
@require_POST
def step(request: HttpRequest, name: str, step: str = "") -> HttpResponse:
    """One step. 403 for a wrong signature, a number that is not ours or no step of a call: nobody learns which."""
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return HttpResponse(status=413)
    try:
        account = accounts.account_named(Channel.VOICE, name)
        form = plain(raw)
        if not is_signed(request, raw, account) or step not in STEPS or not form.get("CallSid"):
            return HttpResponse(status=403)
        waits = request.GET.get("n", "0")
        asked = CallRequest(account, raw, form, int(waits) if waits.isdecimal() and len(waits) < 3 else 0, now())
        return HttpResponse(STEPS[step](asked), content_type="text/xml")
    except MissingError:
        return HttpResponse(status=403)
    except DatabaseError:
        return HttpResponse(status=503, headers={"Retry-After": "30"})


def _rings(asked: CallRequest) -> str:
    asked.note(number=asked.form.get("From", "")[:40], began=asked.at.isoformat())
    return spoken.document(spoken.menu(asked.to("language")))


def _language(asked: CallRequest) -> str:
    offered, digit = spoken.languages(), asked.form.get("Digits", "")
    language = offered[int(digit) - 1] if digit in {str(place + 1) for place in range(len(offered))} else offered[0]
    asked.note(language=language)
    operator = asked.account.settings.get("operator", "")
    next_verb = spoken.put_through(operator, asked.to("dialed"), language) if operator else _recording(asked, language)
    return spoken.document(spoken.greeting(language, danger=law_queries.emergency_numbers()), next_verb)


def _recording(asked: CallRequest, language: str) -> str:
    return spoken.record(asked.to("recorded"), asked.to("recording"), language)


def _dialed(asked: CallRequest) -> str:
    """Somebody at the desk spoke with the caller, or nobody answered."""
    answered = asked.form.get("DialCallStatus") == "completed"
    state = asked.note(**({"outcome": "answered"} if answered else {}))
    return spoken.document("<Hangup/>" if answered else _recording(asked, state["language"]))


def _recorded(asked: CallRequest) -> str:
    state = _keep_recording(asked)
    language = state["language"]
    if not asked.form.get("RecordingSid"):
        return spoken.document(spoken.nothing_said(language))
    return spoken.document(spoken.wait(asked.to("told"), language, first=True))


def _keep_recording(asked: CallRequest) -> dict[str, str]:
    ref = asked.form.get("RecordingSid", "")[:60]
    if not ref or asked.form.get("RecordingStatus", "completed") != "completed":
        return asked.note()
    state = asked.note(outcome="recorded", recording=f"recording/{ref}")
    asked.keep(f"recording/{ref}", language=state["language"], **{"from": state.get("number", "")})
    return state


def _told(asked: CallRequest) -> str:
    """Number and code, once the job has registered what was said."""
    state = asked.note()
    language = state["language"]
    notice = calls.tell_on_line(account=asked.account, recording=state.get("recording", ""), at=asked.at)
    if notice is None:
        if asked.waits >= MOST_WAITS:
            return spoken.document(spoken.rung_later(language))
        return spoken.document(spoken.wait(f"{asked.to('told')}?n={asked.waits + 1}", language, first=False))
    words = notice.words
    code = codes.code_of(notice)
    return spoken.document(spoken.told(str(words.get("number", "")), str(words.get("due") or ""), code, language))


def _hears_recording(asked: CallRequest) -> str:
    _keep_recording(asked)
    return spoken.document()


def _status(asked: CallRequest) -> str:
    """How the call went: one that nobody answered, and on which nothing was said, is called back."""
    state = asked.note()
    if (status := asked.form.get("CallStatus", "")) in ENDED:
        outcome = state.get("outcome") or MISSED
        asked.note(ended=status)
        asked.keep(f"call/{asked.call}/{status}", outcome=outcome, **{"from": state.get("number", "")})
    return spoken.document()


STEPS: Final[Mapping[str, Callable[[CallRequest], str]]] = {
    "": _rings,
    "language": _language,
    "dialed": _dialed,
    "recorded": _recorded,
    "told": _told,
    "recording": _hears_recording,
    "status": _status,
}


def patterns() -> list[URLPattern]:
    """Below /hooks/."""
    return [
        path("voice/<slug:name>/", step, name="voice"),
        path("voice/<slug:name>/<slug:step>/", step, name="voice-step"),
    ]
