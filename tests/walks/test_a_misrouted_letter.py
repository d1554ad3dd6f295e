"""A letter lies with the wrong unit and it is found on the eighth day: it is handed on, and its date is what it was."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, at_desk, make_world, page, words
from answerable.base.testing import standing_at
from answerable.ledger.queries import history_of
from answerable.vault import actions as vault_actions

pytestmark = pytest.mark.walk
EIGHTH_DAY = AT + timedelta(days=8)


@pytest.fixture
def world(db) -> World:
    return make_world()


def followed(ref: int) -> str:
    """What the sender reads who types the code."""
    client, root = Client(headers={"accept-language": "en"}), Appeal.objects.get(id=ref).root
    session = vault_actions.begin_follow(subject=subject_of(ref), root=root, at=EIGHTH_DAY)
    client.cookies[settings.FOLLOW_COOKIE_NAME] = session
    return words(client.get("/en/follow/message/"))


def test_a_misrouted_letter_found_on_the_eighth_day_keeps_its_date(world: World) -> None:
    with standing_at(AT):
        said = {"token": "a-token-that-nobody-guesses-1", "came": "letter", "kind": "report", "language": "en"}
        letter = said | {"text": "The lamp is dark. When will it be mended?", "received_on": AT.date().isoformat()}
        at_desk(world, "marta").post(page("entry"), letter)
    appeal = Appeal.objects.get()
    due = appeal.due_at
    assert appeal.body_id == world.bodies["dep"]

    with standing_at(EIGHTH_DAY):
        head = at_desk(world, "petrenko")
        # forwarding is for other authorities, and its five days are over
        theirs = {"to": str(world.bodies["pro"]), "ground": "other-competence", "text": "Theirs."}
        assert head.post(page("forward", appeal.number), theirs).status_code == 409
        asked = words(head.get(page("hand_on", appeal.number)))
        assert "Handing on inside this authority does not move it." in asked
        gone = head.post(
            page("hand_on", appeal.number), {"to": str(world.bodies["p1"]), "text": "Their street."}, follow=True
        )
        assert "Handed on. The date stays as it is." in words(gone)

        patrol = at_desk(world, "shevchuk")
        assert appeal.number in words(patrol.get(page("list")))
        seen = followed(appeal.id)
        assert "Handed on from DEP to P1, inside the same authority; the date stays. Their street." in seen

    appeal.refresh_from_db()
    assert (appeal.body_id, appeal.due_at) == (world.bodies["p1"], due)
    assert [entry.deed for entry in history_of(f"appeal/{appeal.id}")] == ["appeal.registered", "appeal.handed_on"]
