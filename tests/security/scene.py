"""The scene of S11 and S28: one of everything, so that each address with an identifier leads to something that exists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile

from answerable.api import actions as api_actions
from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World
from answerable.base.actor import SYSTEM
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.queries import accounts
from answerable.channels.terms import Channel, DeliveryState
from answerable.oversight import actions as oversight_actions
from answerable.people import actions as people_actions
from answerable.people.models import Absence, Account, Role, Seat
from answerable.people.terms import ApiScope
from answerable.promises import actions as promises_actions
from answerable.vault import actions as vault_actions
from answerable.vault.models import File, KeyPair, QuorumRequest, Record
from answerable.vault.terms import Holder


@dataclass(frozen=True)
class Scene:
    """One of everything: `real` gives the identifiers of a pattern's slots."""

    world: World
    appeal: int
    other: int
    number: str
    sealed_number: str
    real: dict[str, str]


def play(world: World) -> Scene:
    """Play the scene: an appeal with everything on it, one about the head, one of somebody else."""
    token = "a-form-of-the-oracle-that-nobody-guesses"
    upload = SimpleUploadedFile("lamp.txt", b"A dark lamp.")
    draft = vault_actions.keep_draft(token=token, upload=upload, at=AT)
    said = {"name": "Maria", "contact": "maria@example.org", "way": "email"}
    kept = world.sent(addressed_to=world.bodies["dep"], token=token, drafts=(draft.id,), **said)
    vault_actions.clean(File.objects.get(id=draft.id))
    other, sealed = world.sent(), world.sent(kind="complaint", about_person=world.people["petrenko"])
    _auditor(world)
    ref, root, at = kept.appeal, world.bodies["dir"], datetime(2026, 11, 1, tzinfo=UTC)
    by = world.actor("ivanenko")
    appeals_actions.accept_appeal(by=by, at=AT, ref=ref)
    appeals_actions.set_points(by=by, at=AT, ref=ref, points=[(None, "When will it be mended?")])
    point = Appeal.objects.get(id=ref).points.get()
    incident = appeals_actions.group(by=by, at=AT, refs=[ref], title="The lamp")
    offered = appeals_actions.offer_draft(by=by, at=AT, ref=ref, typed={"text": "It will be mended."})
    item = oversight_actions.put_into_reading(
        by=SYSTEM, at=AT, appeal=Appeal.objects.get(id=ref), body=world.bodies["dir"]
    )
    assert item is not None
    told = oversight_actions.ask_why(
        by=world.actor("koval"), at=AT, item=item.id, due_on=date(2026, 3, 10), text="Why so late?"
    )
    pair = KeyPair.objects.create(
        holder=Holder.ACCOUNT, owner=world.people["koval"], public=b"k" * 32, enrolled_at=at, enrolled_by="officer/1"
    )
    record, _made = Record.objects.get_or_create(
        id=sealed.appeal, defaults={"root": root, "inward": b"", "sealed_on": at.date()}
    )
    asked = QuorumRequest.objects.create(record=record, asked_by=world.people["olena"], reason=b"", asked_at=at)
    factor = Authenticator.objects.create(user_id=world.people["marta"], type="totp", data={})
    things = {
        "number": kept.number,
        "figure": "on-time",
        "period": "2026-02",
        "edition": "0",
        "series": "probes",
        "territory": "town",
        "series id": 1,
        "incident": incident,
        "promise": _promise(world, ref),
        "file": draft.id,
        "point": point.id,
        "draft": offered.id,
        "item": item.id,
        "instruction": told.id,
        "pair": pair.id,
        "request": asked.id,
        "letter": _letter(),
        **_programs(world),
        **_people(world),
        "code": "dep",
        "service": "street",
        "hook": "main",
        "step": "told",
        "index": 0,
        "survey": 1,
        "panel": 1,
        "check": 1,
        "draw": 1,
        "questionnaire": 1,
        "unit": 1,
        "place": 1,
        "paper": 1,
        "page": 1,
        "channel": "email",
        "mailbox": "main",
        "study": 1,
        "theme": 1,
        "quote": 1,
        "group": 1,
        "mark": 1,
        "participant": 1,
        "result": 1,
        "link": "bbbbbbbbbbbbbbbb",
        "which": "units",
        "list": "unread",
        "act": "accept",
        "tile": "0/000",
        "factor": factor.id,
    }
    sealed_number = str(Appeal.objects.values_list("number", flat=True).get(id=sealed.appeal))
    return Scene(world, ref, other.appeal, kept.number, sealed_number, {name: str(it) for name, it in things.items()})


def _auditor(world: World) -> None:
    """A person of the monitor who sees who looked, and nothing else."""
    role = Role.objects.create(code="auditor", name={"en": "Auditor"}, powers=["audit"])
    account = Account.objects.create(login="auditor", name="Auditor", created_at=AT)
    Seat.objects.create(
        account=account, body_id=world.bodies["mon"], role=role, from_on=date(2026, 1, 1), granted_by="house",
        confirmed_by="officer/1",
    )  # fmt: skip


def _people(world: World) -> dict[str, int]:
    """What the pages of staff name: an absence, a seat, a person."""
    away = Absence.objects.create(
        account_id=world.people["ivanenko"], substitute_id=world.people["marta"], from_on=date(2026, 1, 1),
        until_on=date(2027, 1, 1),
    )  # fmt: skip
    waiting = Seat.objects.create(
        account_id=world.people["tkach"], body_id=world.bodies["dep"], role=Role.objects.get(code="chair"),
        from_on=date(2026, 1, 1), granted_by=f"officer/{world.people['koval']}",
    )  # fmt: skip
    own = Seat.objects.get(account=world.people["marta"], body=world.bodies["dep"])
    return {"absence": away.id, "waiting seat": waiting.id, "seat": own.id, "account": world.people["marta"]}


def _programs(world: World) -> dict[str, int]:
    """A key to sealed things that waits for a second person, an address that is told, and one call to it."""
    by, body = world.actor("petrenko"), world.bodies["dep"]
    key, _text = people_actions.issue_api_key(
        by=by, at=AT, body=body, name="A register", scopes=[ApiScope.SEALED], ends_at=datetime(2027, 6, 1, tzinfo=UTC)
    )
    told, _secret = api_actions.set_webhook(by=by, at=AT, body=body, address="https://register.example/", events=[])
    return {"key": key.id, "webhook": told.id, "call": api_actions.test_webhook(by=by, at=AT, ref=told.id)}


def _letter() -> int:
    """A letter that waits at the desk of the body above the department."""
    settings = {"address": "appeals@police.example"}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.EMAIL, name="main", body="dir", settings=settings)
    mailbox = accounts.account_named(Channel.EMAIL, "main")
    ref = (
        letterbox.keep_delivery(account=mailbox, external="1", raw=b"From: anna@example.org\r\n\r\nA lamp.", at=AT) or 0
    )
    letterbox.end_delivery(ref=ref, at=AT, state=DeliveryState.DESK, why="unproven-sender")
    return ref


def _promise(world: World, ref: int) -> int:
    return promises_actions.make_promise(
        by=world.actor("petrenko"), at=AT, root=world.bodies["dir"], subject=subject_of(ref), body=world.bodies["dep"],
        owner=None, text="A new lamp.", due_on=date(2026, 12, 1),
    ).id  # fmt: skip
