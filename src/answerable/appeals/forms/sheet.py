"""Everything typed so far on the way to an appeal: the one place that makes the forms of writing, and an Intake of them.

What was typed on one screen travels in a hidden field of the other, so no session and no cookie is needed.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from django.http import QueryDict

from answerable.appeals.actions import Intake
from answerable.appeals.forms.fields import Options
from answerable.appeals.forms.offering import choices
from answerable.appeals.forms.writing import CheckForm, WriteForm
from answerable.appeals.queries import public as offered
from answerable.appeals.queries.public import way_of
from answerable.appeals.rules import questions
from answerable.base import dates
from answerable.law import queries as law_queries
from answerable.law.terms import MatterKind
from answerable.vault import queries as vault_queries

LISTS: Final = ("care",)  # fields that have several values


@dataclass(slots=True)
class Sheet:
    """The two screens as typed, the token that makes one appeal of every delivery, what was seen.

    at    the instant of this request: whom one may choose is a question of the day
    safe  the "call first" page that the writer has seen and gone past: its category's code, or that it came by the words
    """

    at: datetime
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    first: dict[str, Any] = field(default_factory=dict)
    second: dict[str, Any] = field(default_factory=dict)
    safe: str = ""
    file_faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, posted: QueryDict, at: datetime) -> Self:
        """The sheet as a request brings it: one screen's fields are typed, the other's are carried along."""
        sheet = cls(at, safe=posted.get("safe", ""))
        if 40 <= len(token := posted.get("token", "")) <= 64:
            sheet.token = token
        screen = posted.get("screen")
        first = _typed(posted, WriteForm.base_fields) if screen == "first" else uncarried(posted.get("first", ""))
        second = _typed(posted, CheckForm.base_fields) if screen == "second" else uncarried(posted.get("second", ""))
        sheet.first, sheet.second = first, second
        return sheet

    def hidden(self, screen: str) -> dict[str, str]:
        """The hidden fields of a screen: the token, and what belongs to the other one."""
        kept = {"token": self.token, "safe": self.safe}
        if screen != "first":
            kept["first"] = carried(self.first)
        if screen != "second":
            kept["second"] = carried(self.second)
        return kept

    @property
    def category(self) -> int | None:
        """The category that was chosen, before anything is judged."""
        return _id(self.first.get("category"))

    def shown_first(self) -> WriteForm:
        """Screen 1 as it was typed, without a judgement."""
        return WriteForm(choices=choices(self.at), initial=self.first)

    def judged_first(self) -> WriteForm:
        """Screen 1, to be judged."""
        return WriteForm(choices=choices(self.at), data=self.first)

    def shown_second(self, *, sealed: bool) -> CheckForm:
        """Screen 2 as it was typed, without a judgement; of what is sealed anyway nobody is asked for a seal.

        Nor whether all may read it, where that can't be: of a sealed one, and of a matter that the pack calls sensitive.
        """
        private = law_queries.standing_order().is_sensitive(self.category)
        return CheckForm(initial=self.second, sealed=sealed, private=private, matters=self._matters())

    def judged_second(self) -> CheckForm:
        """Screen 2, to be judged."""
        return CheckForm(data=self.second, matters=self._matters())

    def _matters(self) -> Options:
        """The kinds of the law that are offered under the plain kind that was chosen."""
        return offered.matters(str(self.first.get("kind") or MatterKind.REPORT), dates.language())

    def intake(
        self, first: WriteForm, second: CheckForm | None = None, *, drafts: tuple[int, ...] | None = None
    ) -> Intake:
        """What the system is asked to take, from both screens, the first one found good.

        Before it is sent (no `second`) only what changes its way counts of screen 2: special care, the seal, whom it is about. Who
        one is doesn't: the page says that a complaint is sealed while it has no name. `drafts` are the files sent along
        where the caller has asked for them already.
        """
        said, names = first.cleaned_data, {} if second is None else second.cleaned_data
        way = self._known() if second is None else second.cleaned_data
        category, where = _id(said["category"]), said["where"]
        contact = names.get("contact", "")
        return Intake(
            kind=said["kind"],
            text=said["text"],
            language=dates.language(),
            token=self.token,
            about_body=_id(said["about"]),
            about_person=_id(said.get("officer")),
            about_words=said["about_words"],
            addressed_to=_id(said["addressed_to"]),
            category=category,
            territory=_id(said["territory"]) or offered.place_meant(where),
            where=where,
            name=names.get("name", ""),
            address=names.get("address", ""),
            contact=contact,
            way=way_of(contact) if contact else "",
            care=tuple(way.get("care", ())),
            seal=bool(way.get("seal")),
            matter=str(way.get("matter", "")),
            acted=str(way.get("acted", "")),
            chosen=offered.chosen(category, self.first, dates.language()),
            public=bool(names.get("public")),
            drafts=vault_queries.draft_ids(self.token) if drafts is None else drafts,
        )

    def _known(self) -> Mapping[str, Any]:
        """What is good already of screen 2."""
        second = self.judged_second()
        second.is_valid()
        return second.cleaned_data

    def led_to(self, typed: Mapping[str, str]) -> int | None:
        """The category that answers to its questions lead to, if they lead elsewhere."""
        return offered.led_to(self.category, typed)

    def answer(self, typed: Mapping[str, str]) -> None:
        """Put down what was chosen for the questions of the category."""
        self.first.update(questions.answers_in(typed))


def _typed(posted: QueryDict, fields: Iterable[str]) -> dict[str, Any]:
    return {name: posted.getlist(name) if name in LISTS else posted.get(name, "") for name in fields}


def _id(value: object) -> int | None:
    """An id from a list of choices; nothing for an empty choice or for one that is no id."""
    written = str(value or "")
    return int(written) if written.isdecimal() and len(written) < 20 else None


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
