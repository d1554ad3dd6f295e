"""The policy table of S11: which roles may learn that the thing behind an address exists; the things themselves are in `scene.py`.

Keys are Django's patterns without the language prefix. `may` names every role to whom the answer may differ from the
answer for a thing that never existed; whoever isn't named gets the same bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from tests.security.scene import Scene

OFFICERS: Final = (
    "koval", "sydorenko", "petrenko", "bondar", "ivanenko", "marta", "shevchuk", "tkach", "hlushko", "olena", "auditor",
)  # fmt: skip
ROLES: Final = ("stranger", "sender", "another sender", *OFFICERS)
BARRED: Final = ("petrenko", "bondar", "ivanenko", "marta", "shevchuk", "tkach")
NO_NUMBER: Final = "DIR-2026-99999"
NO_ID: Final = 111_111_111_111
LOCAL: Final = (
    "follow/",
    "log/<int:index>",
    "bodies/",
    "places/",
    "surveys/",
    "hotline/",
    "answer/",
    "panel/",
    "round/",
    "figures/",
    "focus/",
)  # behind a language
_SLOT: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Entry:
    """What the table says of one address."""

    may: frozenset[str]
    slots: tuple[str, ...] = ()  # which thing each slot names, where its own name doesn't say
    data: tuple[tuple[str, str], ...] = ()  # what is posted
    absent: tuple[str, ...] = ()  # what stands in each slot of the absent address; the default suits numbers

    def addresses(self, pattern: str, scene: Scene) -> tuple[str, str]:
        """The address of the real thing and of one that never existed: only the last identifier differs."""
        names = _SLOT.findall(pattern)
        things = self.slots or tuple(names)
        real = [scene.real[thing] for thing in things]
        last = self.absent[-1] if self.absent else (NO_NUMBER if things[-1] == "number" else str(NO_ID))
        prefix = "/uk/" if pattern.startswith(LOCAL) else "/"
        return prefix + _filled(pattern, real), prefix + _filled(pattern, [*real[:-1], last])


def _filled(pattern: str, values: list[str]) -> str:
    left = iter(values)
    return _SLOT.sub(lambda _slot: next(left), pattern)


def _pages(resolver: URLResolver, root: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        address = f"{root}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _pages(each, address)
        else:
            yield address, each


def pages() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the system, in the language that is active."""
    return _pages(get_resolver())


def addressed() -> Iterator[tuple[str, URLPattern]]:
    """Every address with an identifier in it."""
    with translation.override("uk"):
        found = list(pages())
    return ((address.removeprefix("uk/"), page) for address, page in found if "<" in address)


def plain() -> list[str]:
    """Every address without one, behind a language where it stands behind one."""
    with translation.override("uk"):
        return sorted(
            {f"/{address}" for address, _ in pages() if "<" not in address and not set(address) & set("^\\[(")}
        )


DESK: Final = frozenset({"petrenko", "bondar", "ivanenko", "marta", "koval"})
"""Who has the appeal of the scene before them: the department, and the chair above it."""
NOBODY: Final = frozenset[str]()
CHAIR: Final = frozenset({"koval"})
STAFF: Final = frozenset(OFFICERS)
EVERYBODY: Final = frozenset(ROLES)
_APPEAL: Final = "desk/appeals/<str:number>/"

PEOPLE: Final = frozenset({"petrenko", "koval"})
"""Who grants seats in the department."""
_OF_ONE: Final = (
    "", "answer/", "answer/drop/", "accept/", "assign/", "note/", "ask/", "read/", "points/", "category/", "step-back/",
    "rang/", "close/", "forward/", "extend/", "refuse/", "incident/", "incident/leave/", "merge/", "merge/undo/",
    "told-otherwise/", "hand-on/", "term/", "kind/", "correct/", "step/", "publish/back/",
)  # fmt: skip

TABLE: Final[dict[str, Entry]] = {
    **{f"{_APPEAL}{what}": Entry(DESK) for what in _OF_ONE},
    f"{_APPEAL}about/": Entry(DESK | {"olena"}),  # the monitor says late whom it is about, without reading it
    f"{_APPEAL}meant/": Entry(NOBODY),  # nobody is suspected
    f"{_APPEAL}sign/<int:draft>/": Entry(frozenset({"petrenko", "bondar", "koval"})),
    f"{_APPEAL}purpose/": Entry(DESK),
    f"{_APPEAL}log/": Entry(DESK),
    f"{_APPEAL}publish/": Entry(NOBODY),  # its sender wished no such thing
    f"{_APPEAL}files/<int:file>/": Entry(DESK),
    f"{_APPEAL}files/<int:file>/original/": Entry(NOBODY),  # of a file with a cleaned copy: handed out to nobody
    f"{_APPEAL}promises/<int:promise>/": Entry(DESK),
    "desk/incidents/<int:incident>/": Entry(DESK),
    "desk/incidents/<int:incident>/answer/": Entry(DESK),
    **{
        f"desk/letters/<int:ref>/{what}/": Entry(CHAIR, slots=("letter",))
        for what in ("raw", "register", "attach", "close")
    },
    # accounts of channels: set up by whoever grants seats in the body, looked at by chair, monitor and audit
    **{
        f"desk/channels/<str:channel>/<str:name>/{what}": Entry(
            CHAIR, slots=("channel", "mailbox"), absent=("email", "no-such-account")
        )
        for what in ("", "shut/", "test/")
    },
    "desk/channels/<str:channel>/new/": Entry(PEOPLE | {"sydorenko", "hlushko"}, absent=("no-such-channel",)),
    "desk/hotline/<int:ref>/": Entry(NOBODY, slots=("unit",)),  # nobody is drawn in this scene
    "hotline/<int:ref>/<str:name>": Entry(NOBODY, slots=("draw", "list")),
    "desk/instructions/<int:ref>/": Entry(DESK, slots=("instruction",)),
    "chair/items/<int:ref>/": Entry(CHAIR, slots=("item",)),
    "chair/items/<int:ref>/read/": Entry(CHAIR, slots=("item",)),
    "chair/items/<int:ref>/<slug:name>/": Entry(CHAIR, slots=("item", "act"), absent=("no-such-act",)),
    "chair/lists/<slug:which>/": Entry(CHAIR, slots=("list",), absent=("no-such-list",)),
    # the sender's own page
    "follow/message/points/<int:point>/": Entry(NOBODY, data=(("rating", "answered"),)),  # nothing is answered yet
    "follow/message/taken/<int:entry>/cancel/": Entry(NOBODY, slots=("point",)),  # nothing was taken down
    "follow/message/files/<int:file>/": Entry(frozenset({"sender"})),
    # people and keys
    "desk/absence/<int:absence>/back/": Entry(frozenset({"ivanenko"})),
    "desk/people/confirm/<int:seat>/": Entry(PEOPLE | {"olena", "auditor"}, slots=("waiting seat",)),  # or who watches
    "desk/people/<str:code>/": Entry(PEOPLE, absent=("no-such-body",)),
    "desk/people/<str:code>/grant/": Entry(PEOPLE, absent=("no-such-body",)),
    "desk/people/<str:code>/known/": Entry(PEOPLE, absent=("no-such-body",)),
    "desk/people/<str:code>/known/<int:account>/": Entry(PEOPLE),
    "desk/people/<str:code>/seats/<int:seat>/end/": Entry(PEOPLE),
    "desk/people/<str:code>/link/<int:account>/": Entry(NOBODY),  # no sign-in from outside is set up here
    "desk/people/<str:code>/reset/<int:account>/": Entry(PEOPLE),
    "desk/me/factors/<int:factor>/remove/": Entry(frozenset({"marta"})),
    "desk/keys/confirm/<int:pair>/": Entry(frozenset({"olena"})),  # the other holder of keys; not to oneself
    "desk/keys/retire/<int:pair>/": Entry(frozenset({"koval", "olena"})),
    "desk/keys/keepers/<int:ref>/agree/": Entry(NOBODY, slots=("request",)),  # no quorum is founded here: no keeper
    "desk/keys/keepers/<int:ref>/refuse/": Entry(NOBODY, slots=("request",)),
    "desk/keys/keepers/<int:ref>/open/": Entry(NOBODY, slots=("request",)),
    # other people's programs: without a key nobody learns what there is; keys and webhooks are the body's
    "api/v1/messages/<str:number>": Entry(NOBODY),
    "api/v1/messages/<str:number>/words": Entry(NOBODY),
    "api/v1/published/<str:number>": Entry(NOBODY),
    "api/<path:rest>": Entry(NOBODY, slots=("tile",)),
    "desk/programs/keys/<int:key>/confirm/": Entry(PEOPLE | {"olena", "auditor"}),  # or who watches
    "desk/programs/keys/<int:key>/revoke/": Entry(PEOPLE),
    **{f"desk/programs/webhooks/<int:webhook>/{what}": Entry(PEOPLE) for what in ("", "test/", "shut/")},
    "desk/programs/webhooks/<int:webhook>/calls/<int:call>/": Entry(PEOPLE),
    # public: what exists here exists for everybody
    "bodies/<slug:code>/": Entry(EVERYBODY, absent=("no-such-body",)),
    "places/<str:code>/": Entry(EVERYBODY, slots=("territory",), absent=("no-such-place",)),
    # by Open311 a service is everybody's, an appeal that is not published nobody's
    **{
        f"open311/v2{slash}{resource}.{form}": entry
        for slash in ("/", "//")
        for form in ("xml", "json")
        for resource, entry in (
            ("services/<str:code>", Entry(EVERYBODY, slots=("service",), absent=("no-such-service",))),
            ("requests/<str:number>", Entry(NOBODY)),
            ("tokens/<str:number>", Entry(NOBODY)),
        )
    },
    **{
        f"hooks/{channel}/<slug:name>/": Entry(
            NOBODY, slots=("hook",), absent=("no-such-account",)
        )  # none is set up here
        for channel in ("telegram", "sms", "vk", "facebook", "voice")
    },
    "hooks/voice/<slug:name>/<slug:step>/": Entry(
        NOBODY, slots=("hook", "step"), absent=("no-such-account", "no-such-step")
    ),
    # no survey is made in this scene: who sees one before it is published is tried in the room
    "surveys/<int:ref>/": Entry(NOBODY, slots=("survey",)),
    "surveys/draws/<int:ref>/design.json": Entry(NOBODY, slots=("draw",)),
    "surveys/questionnaires/<int:ref>/": Entry(NOBODY, slots=("questionnaire",)),
    "surveys/questionnaires/<int:ref>/questionnaire.xlsx": Entry(NOBODY, slots=("questionnaire",)),
    "desk/surveys/<int:ref>/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/<int:ref>/questionnaire/": Entry(NOBODY, slots=("survey",)),
    **{
        f"desk/surveys/<int:ref>/editor/{what}": Entry(NOBODY, slots=("survey",))
        for what in ("", "begin/", "preview/", "questionnaire.xlsx", "settings/")
    },
    **{
        f"desk/surveys/<int:ref>/editor/<int:place>/{what}": Entry(NOBODY, slots=("survey", "place"))
        for what in ("", "change/")
    },
    "desk/surveys/<int:ref>/paper/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/paper/<int:ref>/": Entry(NOBODY, slots=("paper",)),
    "desk/surveys/paper/<int:ref>/differences/": Entry(NOBODY, slots=("paper",)),
    "surveys/panels/<int:ref>/": Entry(NOBODY, slots=("panel",)),
    "panel/<slug:link>/": Entry(NOBODY, slots=("link",), absent=("aaaaaaaaaaaaaaaa",)),
    "desk/surveys/panels/<int:ref>/": Entry(NOBODY, slots=("panel",)),
    "desk/surveys/panels/<int:ref>/close/": Entry(NOBODY, slots=("panel",)),
    **{
        f"desk/surveys/<int:ref>/pulse/{what}": Entry(NOBODY, slots=("survey",))
        for what in ("", "ask/", "volunteers/", "publish/")
    },
    "round/<slug:token>/": Entry(NOBODY, slots=("link",), absent=("aaaaaaaaaaaaaaaa",)),
    "desk/surveys/<int:ref>/field/quality/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/<int:ref>/field/reserve/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/checks/<int:ref>/": Entry(NOBODY, slots=("check",)),
    "answer/<slug:link>/": Entry(NOBODY, slots=("link",), absent=("aaaaaaaaaaaaaaaa",)),
    "surveys/<int:ref>/trend/": Entry(NOBODY, slots=("survey",)),
    "surveys/results/<int:ref>/": Entry(NOBODY, slots=("result",)),
    "surveys/results/<int:ref>/results.json": Entry(NOBODY, slots=("result",)),
    "desk/surveys/<int:ref>/results/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/results/<int:ref>/answers/": Entry(NOBODY, slots=("result",)),
    "desk/surveys/results/<int:ref>/publish/": Entry(NOBODY, slots=("result",)),
    "desk/surveys/<int:ref>/field/": Entry(NOBODY, slots=("survey",)),
    "odk/k/<slug:token>/formList": Entry(NOBODY, slots=("link",), absent=("aaaaaaaaaaaaaaaa",)),
    "odk/k/<slug:token>/forms/<int:ref>.xml": Entry(NOBODY, slots=("link", "questionnaire")),
    "odk/k/<slug:token>/forms/<int:ref>/manifest": Entry(NOBODY, slots=("link", "questionnaire")),
    "odk/k/<slug:token>/submission": Entry(NOBODY, slots=("link",), absent=("aaaaaaaaaaaaaaaa",)),
    "desk/surveys/<int:ref>/field/interviewers/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/interviewers/<int:ref>/end/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/<int:ref>/field/links/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/<int:ref>/calls/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/<int:ref>/calls/set-up/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/<int:ref>/calls/quotas/": Entry(NOBODY, slots=("survey",)),
    "desk/surveys/calls/<int:ref>/": Entry(NOBODY, slots=("unit",)),
    "desk/surveys/calls/<int:ref>/end/": Entry(NOBODY, slots=("unit",)),
    "desk/surveys/questionnaires/<int:ref>/": Entry(NOBODY, slots=("questionnaire",)),
    "desk/surveys/questionnaires/<int:ref>/release/": Entry(NOBODY, slots=("questionnaire",)),
    "desk/surveys/questionnaires/<int:ref>/take-back/": Entry(NOBODY, slots=("questionnaire",)),
    "desk/surveys/draws/<int:ref>/": Entry(NOBODY, slots=("draw",)),
    "desk/surveys/draws/<int:ref>/<slug:which>.csv": Entry(NOBODY, slots=("draw", "which")),
    # no figure is published in this scene; what is, is everybody's
    "figures/in/<slug:period>/": Entry(NOBODY, absent=("2020-01",)),
    "figures/in/<slug:period>/report.pdf": Entry(NOBODY, absent=("2020-01",)),
    "figures/in/<slug:period>/<slug:code>/report.pdf": Entry(NOBODY, absent=("no-such-body",)),
    "figures/<slug:name>/": Entry(NOBODY, slots=("figure",), absent=("happiness",)),
    "figures/<slug:name>/<slug:period>/": Entry(NOBODY, slots=("figure", "period"), absent=("2020-01",)),
    "data/figures/<slug:period>/": Entry(NOBODY, absent=("2020-01",)),
    "data/figures/<slug:period>/datapackage.json": Entry(NOBODY, absent=("2020-01",)),
    "data/figures/<slug:period>.csv": Entry(NOBODY, absent=("2020-01",)),
    "data/figures/<slug:period>.json": Entry(NOBODY, absent=("2020-01",)),
    "data/figures/<slug:period>.csv-metadata.json": Entry(NOBODY, absent=("2020-01",)),
    "data/figures/<slug:name>/<slug:period>.json": Entry(NOBODY, slots=("figure", "period"), absent=("2020-01",)),
    "data/figures/<slug:name>/<slug:period>/<int:edition>.json": Entry(NOBODY, slots=("figure", "period", "edition")),
    # nothing is attested in this scene; what is, is everybody's once its hash is in the log
    "figures/attested/<slug:code>/": Entry(NOBODY, slots=("series",), absent=("no-such-series",)),
    "data/figures/attested/<slug:code>.csv": Entry(NOBODY, slots=("series",), absent=("no-such-series",)),
    "data/figures/attested/<slug:code>/datapackage.json": Entry(NOBODY, slots=("series",), absent=("no-such-series",)),
    "data/figures/attested/<slug:code>/<slug:period>.json": Entry(
        NOBODY, slots=("series", "period"), absent=("2020-01",)
    ),
    "data/figures/attested/<slug:code>/<slug:period>/<int:edition>.json": Entry(
        NOBODY, slots=("series", "period", "edition")
    ),
    "desk/series/<int:ref>/": Entry(NOBODY, slots=("series id",)),
    "focus/<int:ref>/": Entry(NOBODY, slots=("study",)),
    "focus/<int:ref>/findings.json": Entry(NOBODY, slots=("study",)),
    **{
        f"desk/focus/<int:ref>/{what}": Entry(NOBODY, slots=("study",))
        for what in (
            "",
            "groups/",
            "codebook/",
            "memos/",
            "exchange/",
            "project.qdpx",
            "codebook.qdc",
            "agreement/",
            "themes/",
            "publish/",
        )
    },
    **{
        f"desk/focus/groups/<int:ref>/{what}": Entry(NOBODY, slots=("group",))
        for what in ("", "session/", "transcript/", "masks/", "final/", "clear/", "coding/")
    },
    "desk/focus/groups/<int:ref>/coding/<int:mark>/": Entry(NOBODY, slots=("group", "mark")),
    "desk/focus/themes/<int:ref>/quotes/": Entry(NOBODY, slots=("theme",)),
    "desk/focus/quotes/<int:ref>/release/": Entry(NOBODY, slots=("quote",)),
    "desk/focus/quotes/<int:ref>/drop/": Entry(NOBODY, slots=("quote",)),
    "desk/focus/participants/<int:ref>/withdraw/": Entry(NOBODY, slots=("participant",)),
    "log/<int:index>/": Entry(NOBODY),  # the public log of this scene is empty
    "log/entries/<int:page>/": Entry(EVERYBODY),  # the page of an empty log
    "log/tile/<path:rest>": Entry(NOBODY, slots=("tile",), absent=("0/000.p/1",)),
}
