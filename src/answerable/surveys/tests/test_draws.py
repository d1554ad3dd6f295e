"""A sample from its list to its units: fixed in the log, seeded after witnesses saw it, drawn again by a stranger."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.base import row_scope
from answerable.base.testing import now, standing_at
from answerable.base.verdict import RefusedError
from answerable.ledger.models import Entry
from answerable.ledger.testing import AT, at_home, audited, sequencer, sound
from answerable.people import queries as people_queries
from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person
from answerable.surveys import actions, rules
from answerable.surveys.models import Draw, Frame, Survey
from answerable.surveys.terms import SeedSource
from answerable_verify import cli

pytestmark = pytest.mark.django_db
FRAME = "unit,stratum\n" + "".join(f"h-{place:03},{'north' if place % 3 else 'south'}\n" for place in range(60))
DESIGN = "north 6 2 2\nsouth 4\n"
SAID = "4 1 6 6 2 3, thrown at the round table"


@pytest.fixture
def monitor() -> Body:
    return make_body("monitor", kind="monitor")


@pytest.fixture
def maker(monitor: Body) -> Account:
    return make_person("olha", monitor, "read", "surveys")


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def opened(client: Client, body: Body) -> str:
    """A survey, opened at the desk; its address."""
    asked = {"body": body.id, "title": "Довіра до поліції", "population": "People of 18 and older in the town"}
    return client.post("/desk/surveys/", asked)["Location"]


def fixed(client: Client, address: str, *, frame: str = FRAME, design: str = DESIGN):
    """The answer to a list and a design handed in there."""
    upload = SimpleUploadedFile("frame.csv", frame.encode(), content_type="text/csv")
    return client.post(address, {"frame": upload, "method": "simple", "design": design})


def witnessed() -> None:
    """The log goes on, signed and published with the quorum that this installation asks for."""
    one = sequencer()
    one.step(at=now(), everything=True)
    one.publish(at=now())


def test_a_sample_is_drawn_and_a_stranger_draws_the_same(maker, monitor, tmp_path: Path, capsys) -> None:
    with at_home(tmp_path), standing_at(AT):
        client = signed_in(maker)
        draw = fixed(client, opened(client, monitor))["Location"]
        early = client.get(draw)
        assert (early.status_code, 'name="words"' in early.text) == (200, False)
        assert client.post(draw, {"source": "dice", "words": SAID}).status_code == 409
        witnessed()
        assert 'name="words"' in client.get(draw).text
        assert client.post(draw, {"source": "dice", "words": SAID})["Location"] == draw
        assert client.post(draw, {"source": "dice", "words": "another"}).status_code == 409
        witnessed()
        assert sound(audited(tmp_path))
    row, client = Draw.objects.get(), signed_in(maker)
    assert (row.size, row.wanted, row.seed) == (60, 14, sha256(SAID.encode()).hexdigest())
    deeds = Entry.objects.filter(thing=f"draw/{row.id}").order_by("id").values_list("deed", flat=True)
    assert list(deeds) == ["draw.framed", "draw.seeded", "draw.drawn"]
    for name, address in {"frame.csv": f"{draw}frame.csv", "list.csv": f"{draw}drawn.csv"}.items():
        (tmp_path / name).write_bytes(client.get(address).content)
    (tmp_path / "design.json").write_bytes(Client().get(f"/en/surveys/draws/{row.id}/design.json").content)
    files = [str(tmp_path / name) for name in ("frame.csv", "design.json")]
    again = ["draw", *files, "--seed", SAID, "--list", str(tmp_path / "list.csv")]
    assert (cli.main(again), "is the one that this seed draws" in capsys.readouterr().out) == (0, True)


def test_the_public_page_says_who_asks_and_tells_no_unit(maker, monitor, tmp_path: Path) -> None:
    client = signed_in(maker)
    with at_home(tmp_path):
        draw = fixed(client, opened(client, monitor))["Location"]
        witnessed()
        client.post(draw, {"source": "lottery", "words": SAID})
    survey, row = Survey.objects.get(), Draw.objects.get()
    assert f"/en/surveys/{survey.id}/" in Client().get("/en/surveys/").text
    page = Client().get(f"/en/surveys/{survey.id}/").text
    assert ("Asked by an independent body." in page, row.seed in page, row.drawn_digest in page) == (True, True, True)
    assert "h-0" not in page
    for which in ("frame", "drawn"):
        assert Client().get(f"{draw}{which}.csv").status_code == 302  # to the sign-in
    with row_scope.within(row_scope.PUBLIC):
        assert Frame.objects.count() == 0
    assert Client().get("/en/surveys/1/").status_code == 404


def test_what_the_police_ask_says_so() -> None:
    police = make_body("police")
    client = signed_in(make_person("ivan", police, "read", "surveys"))
    page = Client().get(opened(client, police).replace("/desk/", "/en/")).text
    assert "Asked by the police, whom the answers are about." in page


def test_whoever_may_make_none_finds_none(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    draw = fixed(client, address)["Location"]
    stranger = signed_in(make_person("petro", make_body("other", kind="monitor"), "read", "surveys"))
    reader = signed_in(make_person("oksana", monitor, "read"))
    for other in (stranger, reader):
        assert [other.get(each).status_code for each in (address, draw, f"{draw}frame.csv")] == [404] * 3
    assert (stranger.get("/desk/surveys/").status_code, reader.get("/desk/surveys/").status_code) == (200, 404)
    actor = people_queries.actor_for(Account.objects.get(login="petro").id, now())
    survey = Survey.objects.get()
    read = rules.read_frame("unit\na\nb\n")
    design = rules.read_design("1", rules.Method.SIMPLE, read)
    for act in (
        lambda: actions.open_survey(by=actor, at=now(), body=monitor.id, title="x", population="y"),
        lambda: actions.fix_frame(by=actor, at=now(), survey=survey.id, read=read, design=design),
        lambda: actions.draw_sample(by=actor, at=now(), draw=Draw.objects.get().id, source=SeedSource.DICE, words="1"),
    ):
        with pytest.raises(RefusedError):
            act()


def test_a_list_is_refused_in_words_and_nothing_is_fixed(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    twice = fixed(client, address, frame="unit\na\na\n", design="1")
    assert (twice.status_code, "Line 3: the unit a stands in the list twice." in twice.text) == (400, True)
    more = fixed(client, address, design="north 60\nsouth 1\n")
    assert (more.status_code, "More is wanted than can be drawn" in more.text) == (400, True)
    assert "north 60" in more.text  # what was typed is not lost
    binary = client.post(address, {"frame": SimpleUploadedFile("f.csv", b"\xff\xfe"), "method": "pps", "design": "1"})
    assert (binary.status_code, "no text in UTF-8" in binary.text) == (400, True)
    assert Draw.objects.count() == 0


def test_the_same_list_by_the_same_design_is_no_second_choice(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    assert fixed(client, address).status_code == 302
    again = fixed(client, opened(client, monitor))
    assert (again.status_code, "a second seed would be a second choice" in again.text) == (400, True)
    assert Draw.objects.count() == 1


def test_the_plan_is_worked_out_before_anything_is_drawn(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    asked = {
        "margin": 4, "population": 20_000, "response": 50, "per_cluster": 11, "likeness": 0.05, "price": 10,
    }  # fmt: skip
    shown = client.get(address, asked)
    plan = shown.context["needed"]
    assert (shown.status_code, plan.interviews, plan.addresses, plan.cost) == (200, 862, 1724, 8620)
    assert client.get(address, {**asked, "margin": 0}).status_code == 400
