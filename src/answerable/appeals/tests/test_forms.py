"""Lists to choose from that are made once."""

from django.test import Client

from answerable.appeals.forms.fields import Offered, PickField
from answerable.appeals.models import Appeal
from answerable.appeals.testing import World
from answerable.appeals.tests.test_public_pages import begin, send
from answerable.law.models import Category

GROUPED = Offered([("", "—"), ("1", "Alone"), ("Traffic", [("2", "Traffic, in general"), ("3", "Crossings")])])


def test_what_stands_in_a_group_can_be_chosen_and_the_name_of_the_group_cannot() -> None:
    field = PickField(choices=GROUPED)
    assert [field.valid_value(one) for one in ("", "1", "2", "3", "Traffic", "4")] == [True] * 4 + [False] * 2
    assert bool(GROUPED) is True


def test_a_link_fills_in_the_matter_and_the_kind(world: World, client: Client) -> None:
    page = client.get("/en/write/?kind=complaint&matter=conduct").content.decode()
    assert f'<option value="{world.categories["conduct"]}" selected>' in page
    assert "matter=conduct" in client.get("/en/").content.decode()
    assert client.get("/en/write/?matter=nonsense").status_code == 200


def test_a_matter_that_stands_under_another_is_taken_by_the_form(world: World, client: Client) -> None:
    stem = Category.objects.get(id=world.categories["street"])
    Category.objects.filter(id=world.categories["conduct"]).update(parent=stem, kinds=[])
    page = begin(client, category=str(world.categories["conduct"]))
    assert "Before you send" in page
    send(client, page)
    assert Appeal.objects.get().category_id == world.categories["conduct"]
