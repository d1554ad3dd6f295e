"""The pack `gmina`: a Polish town. It loads once, says who judges whom as KPA 229 does, and keeps the terms of its law."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from answerable.law.models import Category, Setting
from answerable.law.queries import standing_order
from answerable.law.queries.danger import sounds_urgent
from answerable.law.shapes import SETTINGS, whole_settings
from answerable.people.models import Account, Body
from answerable.site import packs

TOWN = Path(__file__).parents[2] / "packs" / "gmina"
AT = datetime(2026, 11, 27, 10, tzinfo=UTC)  # a Friday
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(module_db: None) -> packs.Loaded:
    return packs.load_pack(TOWN, at=AT)


def addressee(*, category: str = "", about: str = "", officer: str = "", to: str = "") -> str:
    """Where a complaint goes, by codes."""
    order = standing_order()
    barred = order.barred_by(
        about_body=order.by_code[about] if about else None,
        about_person=Account.objects.get(login=officer).id if officer else None,
        at=AT,
    )
    routed = order.addressee(
        on=AT.date(),
        barred=barred,
        addressed_to=order.by_code[to] if to else None,
        category=Category.objects.get(code=category).id if category else None,
    )
    return order.bodies[routed.body].code


@pytest.mark.parametrize(
    ("complaint", "body"),
    [
        ({"about": "burmistrz"}, "rada"),
        ({"about": "burmistrz", "to": "burmistrz"}, "rada"),
        ({"about": "burmistrz", "category": "drogi.dziury"}, "rada"),
        ({"about": "burmistrz", "category": "policja"}, "rada"),
        ({"about": "burmistrz", "category": "zlecone"}, "wojewoda"),
        ({"officer": "j.wisniewski", "category": "finanse"}, "rada"),
        ({"about": "rada"}, "wojewoda"),
        ({"about": "rada", "category": "finanse"}, "rio"),
        ({"officer": "z.nowak"}, "wojewoda"),
        ({"about": "komunalny", "category": "drogi.dziury"}, "burmistrz"),
        ({"officer": "p.lewandowski", "category": "odpady"}, "burmistrz"),
        ({"about": "straz", "category": "policja"}, "burmistrz"),
        ({"about": "komisariat", "category": "policja"}, "komenda"),
        ({"about": "komenda", "category": "policja"}, "fundacja"),
        ({"category": "drogi.dziury"}, "komunalny"),
        ({}, "biuro"),
    ],
)
def test_a_complaint_goes_to_whom_the_code_names_as_its_judge(complaint: dict[str, str], body: str) -> None:
    assert addressee(**complaint) == body


@pytest.mark.parametrize(
    ("kind", "body", "code", "day"),
    [
        ("complaint", "rada", "pl.kpa.complaint", "2026-12-28"),  # a month ends on Sunday 27 December
        ("mp_complaint", "rada", "pl.kpa.complaint", "2026-12-28"),
        ("proposal", "komunalny", "pl.kpa.proposal", "2026-12-28"),
        ("petition", "burmistrz", "pl.petition", "2027-03-01"),  # Saturday 27 February 2027 goes on to Monday
        ("report", "komunalny", "pl.house.answer", "2026-12-28"),
    ],
)
def test_a_term_ends_on_the_day_of_its_law(kind: str, body: str, code: str, day: str) -> None:
    order = standing_order()
    profile = order.profile_for(kind=kind, channel="web", on=AT.date(), body=order.by_code[body])
    assert profile is not None
    due = order.due(profile, body=order.by_code[body], start=AT).legal
    assert (profile.code, str(order.day_at(order.by_code[body], due))) == (code, day)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("Mąż mnie bije, jestem w łazience", True),
        ("maz mnie bije prosze szybko", True),
        ("Sąsiad nie oddycha", True),
        ("Ktoś wyważa drzwi do mieszkania", True),
        ("Nie chcę już żyć", True),
        ("Latarnia na Zarzeczu nie świeci od marca", False),
        ("Dwa lata temu mąż mnie bije, sprawa jest w sądzie", False),
        ("Proponuję lekcje o tym, co robić, gdy pali się dom", False),
        ("Straż pożarna nie ma gdzie parkować", False),
    ],
)
def test_danger_is_heard_in_polish_with_or_without_its_letters(text: str, urgent: bool) -> None:
    assert sounds_urgent(text) is urgent


def test_thanks_have_no_date() -> None:
    order = standing_order()
    assert order.first_term(kind="thanks", channel="web", on=AT.date(), body=order.by_code["biuro"]) is None


def test_a_second_loading_changes_nothing(loaded: packs.Loaded) -> None:
    assert (loaded.changed, packs.load_pack(TOWN, at=AT).changed) == (True, False)
    assert Body.objects.get(code="rada").name["pl"] == "Rada Miejska w Brzozowie"


def test_what_it_decides_fits_its_shapes() -> None:
    decided = dict(Setting.objects.values_list("name", "value"))
    assert whole_settings(decided) == decided
    assert decided.keys() == SETTINGS.keys()
