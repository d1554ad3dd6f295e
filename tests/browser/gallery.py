"""`make gallery`: a picture of every page, in every language, for a phone and a desk, in light, dark, print and without
script; and a page that shows them side by side. Not a test of its own: pytest gives it a system with a sample community.

Pages are found in the addresses of the rooms, so that a new room's pages are in it without a word here; a page that is
about one thing needs an example in `EXAMPLES`, and a page without one is named at the end.
"""

import html
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override
from playwright.sync_api import Browser, Error

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.appeals.queries.worklist import WorklistRow, WorkView
from answerable.appeals.terms import Tier
from answerable.base.actor import Actor
from answerable.base.testing import now
from answerable.law.queries import standing_order
from answerable.oversight import queries as oversight_queries
from answerable.people import actions as people_actions
from answerable.people import queries as people_queries
from answerable.people.models import Account
from answerable.people.terms import Power
from answerable.site import packs
from answerable.site.demo import living
from tests.browser.axe import chromium

FOLDER: Final = Path(os.environ.get("GALLERY", "build/gallery"))
LANGUAGES: Final = ("uk", "ru", "en")
# name of a look, width, options of the browser's context, medium
LOOKS: Final = (
    ("phone", 360, {}, "screen"),
    ("desk", 1280, {}, "screen"),
    ("dark", 360, {"color_scheme": "dark"}, "screen"),
    ("print", 800, {}, "print"),
    ("plain", 360, {"java_script_enabled": False}, "screen"),
)
ONLY_IN_FIRST: Final = {"dark", "print", "plain"}  # looks that one language shows as well as three
WHO: Final = {"desk": "v.moroz", "chair": "i.koval"}
DAYS: Final = 25
MOST_HEIGHT: Final = 4000


def _names(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named page of the addresses, with its namespaces."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _names(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield f"{space}{each.name}", each


def _addresses(examples: dict[str, tuple[object, ...]]) -> tuple[dict[str, str], list[str]]:
    """The pages that can be asked for, by name; and those that need an example and have none."""
    found, without = {}, []
    for name, pattern in _names(get_resolver().url_patterns):
        if name.partition(":")[0] not in {"public", "desk", "chair"}:
            continue
        args = examples.get(name, ())
        if pattern.pattern.converters and not args:
            by_room = name.rsplit(":", 1)[0]
            args = examples.get(f"{by_room}:*", ())
        try:
            found[name] = reverse(name, args=args)
        except NoReverseMatch:
            without.append(name)
    return found, without


def _actor(door: str) -> Actor:
    """Who looks at that door."""
    return people_queries.actor_for(Account.objects.get(login=WHO[door]).id, now())


def _examples() -> dict[str, tuple[object, ...]]:
    """What pages about one thing are shown with: the first of those that whoever looks finds in a list, a body."""
    handler, chair = _actor("desk"), _actor("chair")
    rows = appeals_queries.worklist(handler, view=WorkView.TODO, at=now()).rows
    event = Appeal.objects.exclude(incident=None).values_list("incident", flat=True).first()
    items = oversight_queries.reading(chair, at=now()).ids
    account = Account.objects.get(login=WHO["desk"]).id
    offered = _offered(sorted(rows, key=lambda row: row.body not in handler.bodies))
    return {
        "desk:appeals:*": (rows[0].number,),
        **({"desk:appeals:sign": offered} if offered else {}),
        "public:site:body": ("department",),
        "public:site:place": (standing_order().places.places[min(standing_order().places.places)].code,),
        "desk:appeals:incident": (event,),
        "desk:appeals:answer-many": (event,),
        "public:ledger:entry": (0,),
        **({"chair:oversight:item": (items[0],), "chair:oversight:act": (items[0], "measure")} if items else {}),
        "desk:people:body": ("department",),
        "desk:people:describe-body": ("department",),
        "desk:people:grant": ("department",),
        "desk:people:describe": ("department", account),
    }


def _offered(rows: list[WorklistRow]) -> tuple[str, int] | None:
    """An answer that a colleague of whoever looks puts up for signature: its number and draft."""
    for row in rows:
        for account in people_queries.staff_of(row.body, now()):
            by = people_queries.actor_for(account.id, now())
            if row.tier != Tier.WORKING or account.login == WHO["desk"] or not by.has(Power.HANDLE, row.body):
                continue
            appeal = Appeal.objects.get(id=row.id)
            if not appeals_queries.points_of(appeal):
                appeals_actions.set_points(by=by, at=now(), ref=row.id, points=[(None, row.gist), (None, "Коли?")])
            asked = appeals_queries.points_of(appeal)
            typed = {"text": "Добрий день. Ми розібралися й відповідаємо на кожен пункт."}
            typed |= {f"point_{point.id}_outcome": "answered" for point in asked}
            typed |= {f"point_{point.id}_text": "Зроблено сьогодні." for point in asked[:1]}
            return row.number, appeals_actions.offer_draft(by=by, at=now(), ref=row.id, typed=typed).id
    return None


def _cookies(door: str, url: str, code: str) -> list[Any]:
    """The session of whoever looks at that door: of staff, or of a sender who entered a code."""
    client = Client()
    if door in WHO:
        client.force_login(Account.objects.get(login=WHO[door]))
    else:
        client.post(reverse("public:appeals:follow"), {"code": code})
    names = (settings.SESSION_COOKIE_NAME, settings.FOLLOW_COOKIE_NAME)
    return [{"name": name, "value": client.cookies[name].value, "url": url} for name in names if name in client.cookies]


def _shoot(
    browser: Browser, url: str, page: tuple[str, str], *, look: tuple[Any, ...], language: str, code: str
) -> str:
    """One picture; gives its file's name, or nothing for what isn't a page of ours."""
    (name, address), (title, width, options, medium) = page, look
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language, **options)
    door = name.partition(":")[0]
    context.add_cookies(_cookies(door, url, code))
    tab = context.new_page()
    tab.emulate_media(media=medium)
    try:
        answer = tab.goto(f"{url}{address}", wait_until="load")
        if answer is None or answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            return ""
        file = f"{name.replace(':', '.')}-{language}-{title}.png"
        height = min(int(tab.evaluate("document.documentElement.scrollHeight")), MOST_HEIGHT)
        tab.screenshot(path=str(FOLDER / file), clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
    except Error as no:  # a download is no page
        print(f"{name}: {no.message.splitlines()[0]}")
        return ""
    else:
        return file
    finally:
        context.close()


def _written(shown: dict[str, list[str]]) -> None:
    rows = [
        f"<h2>{html.escape(name)}</h2><div>"
        + "".join(f'<a href="{file}"><img src="{file}" alt="{file}" loading="lazy"></a>' for file in files)
        + "</div>"
        for name, files in sorted(shown.items())
    ]
    style = "body{font:14px sans-serif}div{display:flex;gap:8px;overflow:auto}img{height:420px;border:1px solid #aaa}"
    page = f"<!doctype html><meta charset=utf-8><title>Gallery</title><style>{style}</style>{''.join(rows)}"
    (FOLDER / "index.html").write_text(page, encoding="utf-8")


def _speaks(language: str) -> None:
    """Who looks reads in this language."""
    for login in WHO.values():
        account = Account.objects.get(login=login)
        actor = people_queries.actor_for(account.id, now())
        people_actions.change_language(by=actor, at=now(), account=account.id, language=language)


def _shown_in(language: str, url: str, code: str, *, first: bool) -> Iterator[tuple[str, str]]:
    """Every page that was asked for in one language: its name, and a picture's file."""
    wanted, named = os.environ.get("PAGES", "").split(), os.environ.get("LOOKS", "").split()
    looks = [look for look in LOOKS if (not named or look[0] in named) and (first or look[0] not in ONLY_IN_FIRST)]
    with override(language):
        addresses, without = _addresses(_examples())
    print("without an example:", ", ".join(sorted(without)) or "none")
    with chromium() as browser:
        for page in addresses.items():
            if not wanted or any(part in page[0] for part in wanted):
                shots = (_shoot(browser, url, page, look=look, language=language, code=code) for look in looks)
                yield from ((page[0], file) for file in shots if file)


@pytest.mark.browser
def test_every_page_has_its_pictures(transactional_db: None, live_server: Any) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    packs.load_pack(packs.find("raion"), at=now())
    for account in Account.objects.filter(login__in=WHO.values()):  # or each page would ask for an own password first
        actor = people_queries.actor_for(account.id, now())
        people_actions.change_password(by=actor, at=now(), account=account.id, password="a gallery of pages")
    community = living.live(now=now(), days=DAYS)
    living.group_incidents(community, at=now())
    spoken = os.environ.get("SPOKEN", "").split() or LANGUAGES
    shown: dict[str, list[str]] = {}
    for language in spoken:
        _speaks(language)
        for name, file in _shown_in(language, live_server.url, community.code, first=language == spoken[0]):
            shown.setdefault(name, []).append(file)
    _written(shown)
    print(f"{sum(map(len, shown.values()))} pictures of {len(shown)} pages in {FOLDER}")
    assert shown
