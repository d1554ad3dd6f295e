"""Panels of volunteers: opened, joined, left, asked between waves, and what they answered published as counts."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import STRANGER, Actor
from answerable.base.ids import new_id
from answerable.base.verdict import MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.people.models import Body
from answerable.surveys import fielding, panels, policy, queries, rules
from answerable.surveys.actions.fieldwork import record_on
from answerable.surveys.actions.publishing import keep_result, publish_result
from answerable.surveys.models import Fieldwork, Panel, Result, Survey, Unit, Volunteer
from answerable.surveys.sealed_fields import CONTACT
from answerable.surveys.terms import Deed, panel_of
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey
from answerable.vault.sealing import open_text, seal_text

BATCH = 500


@transaction.atomic
def open_panel(*, by: Actor, at: datetime, body: int, title: str, about: str, places: int) -> Panel:
    """Open a panel of volunteers in the name of a body. Refuses strangers."""
    must(policy.can_survey(by, body=body))
    of = Body.objects.get(id=body)
    made = Panel.objects.create(root=of.root, body=of, title=title, about=about, places=places, opened_at=at)
    _record(made, by=by, at=at, deed=Deed.PANEL_OPENED, facts={"body": body, "places": places})
    return made


@transaction.atomic
def close_panel(*, by: Actor, at: datetime, panel: int) -> Panel:
    """End a panel: who is on it leaves, with what is kept of them. Refuses strangers; one that has ended stays so."""
    held = _held(panel)
    must(policy.can_survey(by, body=held.body_id))
    if held.closed_at is None:
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        left = panels.volunteers_of(held).update(link="", contact=None, left_on=at.date())
        Unit.objects.filter(survey__panel=held).update(link="", draft=None)
        _record(held, by=by, at=at, deed=Deed.PANEL_CLOSED, facts={"volunteers": left})
    return held


def join_panel(*, at: datetime, panel: int, contact: str) -> str:
    """Put somebody who came by themselves on a panel; gives their link, which nobody can show again.

    Refuses a panel that has ended, and one that is full.
    """
    with row_scope.as_system(), transaction.atomic():  # whoever joins has no account
        held = _held(panel)
        if held.closed_at is not None or panels.volunteers_of(held).count() >= held.places:
            raise NotNowError("panel.full")
        ref, link = new_id(), fielding.new_link(secrets.token_bytes(10))
        Volunteer.objects.create(
            id=ref,
            root=held.root,
            panel=held,
            body_id=held.body_id,
            link=fielding.digest_of(link),
            contact=seal_text(CONTACT, contact, root=held.root, ref=ref) if contact else None,
            joined_on=at.date(),
        )
        _record(held, by=STRANGER, at=at, deed=Deed.PANEL_JOINED, facts={})
    return link


def leave_panel(*, at: datetime, link: str) -> None:
    """Take somebody off their panel: how to reach them is forgotten, their links are spent, what they answered stays.

    Raises MissingError for a link that is nobody's.
    """
    with row_scope.as_system(), transaction.atomic():  # the link is all that they have
        rows = Volunteer.objects.select_for_update(of=("self",)).select_related("panel")
        held = rows.filter(link=fielding.digest_of(link)).first() if fielding.LINK.fullmatch(link) else None
        if held is None:
            raise MissingError
        Unit.objects.filter(survey__panel=held.panel_id, code=panels.code_of(held)).update(link="", draft=None)
        held.link, held.contact, held.left_on = "", None, at.date()
        held.save(update_fields=["link", "contact", "left_on"])
        _record(held.panel, by=STRANGER, at=at, deed=Deed.PANEL_LEFT, facts={})


@transaction.atomic
def open_pulse(*, by: Actor, at: datetime, panel: int, title: str) -> Survey:
    """Prepare a question to a panel. Refuses strangers, and a panel that has ended."""
    held = _held(panel)
    must(policy.can_survey(by, body=held.body_id))
    if held.closed_at is not None:
        raise NotNowError("panel.closed")
    made = Survey.objects.create(
        root=held.root,
        body=held.body,
        title=title,
        population=held.about,
        asker=rules.asker(held.body.kind),
        panel=held,
        opened_at=at,
    )
    record_on(made, by=by, at=at, deed=Deed.OPENED, facts={"body": held.body_id, "panel": held.id})
    return made


@transaction.atomic
def ask_panel(*, by: Actor, at: datetime, survey: int) -> Fieldwork:
    """Ask whoever is on the panel now: each has a link, and no chance, so that no estimate ever counts their answers.

    Refuses strangers, a survey that was drawn, one that is asked already, and one without a released questionnaire.
    """
    held = Survey.objects.select_for_update(of=("self",)).filter(id=survey).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    if held.panel is None or queries.asked_now(held) is None or queries.fieldwork_of(held) is not None:
        raise NotNowError("panel.not-ready")
    key, units = subkey(server_key(), "surveys/link"), []
    for volunteer in panels.volunteers_of(held.panel):
        ref = new_id()
        units.append(
            Unit(
                id=ref,
                root=held.root,
                survey=held,
                body_id=held.body_id,
                code=panels.code_of(volunteer),
                stratum="",
                chance="",
                link=fielding.digest_of(fielding.link_of(key, ref)),
            )
        )
    field = Fieldwork.objects.create(survey=held, draw=None, unit_questions="", opened_at=at)
    Unit.objects.bulk_create(units, batch_size=BATCH)
    record_on(held, by=by, at=at, deed=Deed.FIELDED, facts={"panel": held.panel_id or 0, "units": len(units)})
    return field


@transaction.atomic
def hand_out_contacts(*, by: Actor, at: datetime, survey: int) -> list[tuple[str, str]]:
    """Where to write to each volunteer who has not answered, and by which link they do. Refuses strangers; it is recorded."""
    held = Survey.objects.filter(id=survey).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    if held.panel is None or queries.fieldwork_of(held) is None:
        raise NotNowError("panel.not-ready")
    waiting = {unit.code: unit for unit in Unit.objects.filter(survey=held).exclude(link="")}
    key, found = subkey(server_key(), "surveys/link"), []
    for volunteer in panels.volunteers_of(held.panel).exclude(contact=None):
        unit = waiting.get(panels.code_of(volunteer))
        if unit is not None:
            contact = open_text(CONTACT, volunteer.contact, root=volunteer.root, ref=volunteer.id)
            found.append((contact, fielding.link_of(key, unit.id)))
    record_on(held, by=by, at=at, deed=Deed.ADDRESSED, facts={"links": len(found)})
    return found


@transaction.atomic
def publish_pulse(*, by: Actor, at: datetime, survey: int, sheet: Mapping[str, str]) -> Result:
    """End a pulse and publish its counts with the disclosure sheet. Refuses as results of a survey are refused, and too few answers."""
    held = Survey.objects.select_for_update(of=("self",)).filter(id=survey).first()
    asked = queries.asked_now(held) if held is not None else None
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    if held.panel_id is None or asked is None or queries.fieldwork_of(held) is None:
        raise NotNowError("panel.not-ready")
    if queries.published_of(held).exists():
        raise NotNowError("result.published-before")
    numbers = panels.counts_of(held, asked)
    if int(str(numbers["answers"])) < panels.FEWEST:
        raise NotNowError("panel.too-few")
    made = keep_result(by=by, at=at, survey=survey, numbers=numbers, weighting={})
    Unit.objects.filter(survey=held).update(link="", draft=None)
    return publish_result(by=by, at=at, result=made.id, sheet=sheet)


def _held(ref: int) -> Panel:
    held = Panel.objects.select_for_update(of=("self",)).select_related("body").filter(id=ref).first()
    if held is None:
        raise MissingError
    return held


def _record(panel: Panel, *, by: Actor, at: datetime, deed: Deed, facts: Mapping[str, Fact | list[int]]) -> None:
    record(by=by, at=at, deed=deed, thing=str(panel_of(panel.id)), root=panel.root, facts=dict(facts))
