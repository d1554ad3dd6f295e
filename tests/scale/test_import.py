"""`answerable import appeals`: real registers, faults by line, once however often, nothing half."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db.models import F

from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, make_world
from answerable.channels.queries import message_text, messages_of
from answerable.ledger.queries import history_of
from answerable.site.commands import import_

MAPS = Path(__file__).parent / "maps"
SHARED = Path(__file__).parents[3] / "shared" / "data"
CSV = """id,opened,closed,what,street,unit,reply
1,2026-02-01 10:00:00,,"Dark lamp, please mend it",Main 1,one,
2,2026-02-01 10:00:00,2026-02-03 10:00:00,Loud music,Main 2,two,We came and it was quiet.
3,yesterday,,Loud music,Main 2,two,
4,2026-02-03 10:00:00,2026-02-01 10:00:00,Loud music,Main 2,two,
5,2026-02-01 10:00:00,,,Main 2,two,
6,2026-02-01 10:00:00,,Loud music,Main 2,seventeen,
1,2026-02-01 10:00:00,,Twice,Main 2,two,
"""
MAP = """register: paper
key: id
prefix: PAP
language: en
zone: Europe/Kyiv
kind: {value: report}
text: "{what}"
where: "{street}"
registered: {column: opened, format: iso}
closed: {column: closed, format: iso}
answer: reply
body: {column: unit, values: {one: p1, two: p2}}
category: {value: street}
"""


@pytest.fixture
def files(db, tmp_path):
    (tmp_path / "register.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return make_world(), tmp_path


def imported(folder, *options, name="register.csv", mapped="map.yaml"):
    rejected = folder / "rejected.csv"
    words = ["appeals", str(folder / name), "--map", str(folder / mapped), "--rejected", str(rejected), *options]
    done = CliRunner().invoke(import_.command, words, catch_exceptions=False)
    return done, rejected.read_text(encoding="utf-8").splitlines() if rejected.exists() else []


def test_good_rows_are_taken_over_and_bad_ones_named_by_line(files):
    _, folder = files
    done, rejected = imported(folder)
    assert done.stdout.splitlines()[0] == "2 taken over, 0 were here before, 5 rejected"
    assert [line.split(",")[0] for line in rejected[1:]] == ["4", "5", "6", "7", "8"]
    assert list(Appeal.objects.order_by("number").values_list("number", "state")) == [
        ("PAP-1", "registered"),
        ("PAP-2", "closed"),
    ]
    closed = Appeal.objects.get(number="PAP-2")
    said = [message_text(message) for message in messages_of(subject_of(closed.id))]
    assert said == ["Loud music", "We came and it was quiet."]
    assert [entry.deed for entry in history_of(f"appeal/{closed.id}")] == ["appeal.imported"]


def test_a_row_that_names_the_head_lies_outside_of_his_command_and_is_sealed(files):
    world, folder = files
    (folder / "register.csv").write_text(CSV.replace("Loud music,Main 2,two,We", "Petrenko laughed,Main 2,two,We"))
    imported(folder)
    named = Appeal.objects.get(number="PAP-2")
    assert (named.body_id, named.tier, named.state) == (world.bodies["pro"], "S", "closed")
    assert named.suspects["persons"] == [world.people["petrenko"]]
    assert Appeal.objects.get(number="PAP-1").suspects == {}


def test_a_second_run_takes_nothing_twice(files):
    _, folder = files
    imported(folder)
    done, _ = imported(folder)
    assert done.stdout.splitlines()[0] == "0 taken over, 2 were here before, 5 rejected"
    assert Appeal.objects.count() == 2


def test_a_dry_run_changes_nothing(files):
    _, folder = files
    done, _ = imported(folder, "--dry-run")
    assert (done.stdout.splitlines()[0], Appeal.objects.count()) == (
        "2 would be taken over, 0 were here before, 5 rejected",
        0,
    )


@pytest.mark.parametrize("zone", ["Kyiv", "Europe"])  # "Europe" is a folder of zones
def test_a_faulty_map_names_every_fault_and_changes_nothing(files, zone):
    _, folder = files
    bad = MAP.replace("key: id", "key: ident").replace("p1", "nowhere").replace("zone: Europe/Kyiv", f"zone: {zone}")
    (folder / "bad.yaml").write_text(bad + "colour: red\n", encoding="utf-8")
    done, _ = imported(folder, mapped="bad.yaml")
    assert (done.exit_code, Appeal.objects.count()) == (1, 0)
    assert "bad.yaml: colour: unknown" in done.output
    assert "bad.yaml: key: the file has no column 'ident'" in done.output
    assert "bad.yaml: zone: no such time zone" in done.output
    assert "bad.yaml: body: 'nowhere' isn't known here" in done.output


@pytest.mark.slow
def test_a_real_day_of_new_york_is_taken_over_searched_and_listed(db, tmp_path):
    file = SHARED / "nyc-311-2024-09" / "requests.csv.gz"
    if not file.exists():
        pytest.skip("the shared data is not beside the checkout")
    world = make_world()
    given = (MAPS / "nyc-311.yaml").read_text(encoding="utf-8")
    for theirs, ours in (("department", "dep"), ("DOT: traffic", "DOT: p1"), ("council", "p2")):
        given = given.replace(theirs, ours)
    given = (
        given.replace("traffic.parking", "street")
        .replace("order.noise", "street")
        .replace("default: order", "default: street")
    )
    (tmp_path / "map.yaml").write_text(given, encoding="utf-8")
    words = ["appeals", str(file), "--map", str(tmp_path / "map.yaml"), "--rejected", str(tmp_path / "no.csv")]
    done = CliRunner().invoke(import_.command, words, catch_exceptions=False)
    assert done.stdout.splitlines()[0] == "9239 taken over, 0 were here before, 1 rejected"
    head = world.actor("petrenko")
    counts = appeals_queries.counts(head, at=AT)
    assert counts[appeals_queries.WorkView.TODO] == Appeal.objects.filter(state="registered").count()
    found = appeals_queries.search(head, "fireworks", at=AT).rows
    assert {row.gist.split(":")[0] for row in found} == {"Illegal Fireworks"}
    assert appeals_queries.case(head, Appeal.objects.get(id=found[0].id), at=AT).text.startswith("Illegal Fireworks")


def test_what_boston_calls_overdue_is_what_we_count_of_its_register(db, tmp_path):
    """The city's own flag says 684: 208 closed after their target, 476 open beyond it; our engine counts by instants."""
    file = SHARED / "boston-311-animals-2018" / "requests.csv.gz"
    if not file.exists():
        pytest.skip("the shared data is not beside the checkout")
    make_world()
    given = (MAPS / "boston-animals.yaml").read_text(encoding="utf-8")
    given = given.replace("{value: council}", "{value: p2}").replace("{value: order}", "{value: street}")
    (tmp_path / "map.yaml").write_text(given, encoding="utf-8")
    words = ["appeals", str(file), "--map", str(tmp_path / "map.yaml"), "--rejected", str(tmp_path / "no.csv")]
    done = CliRunner().invoke(import_.command, words, catch_exceptions=False)
    assert done.stdout.splitlines()[0] == "7872 taken over, 0 were here before, 0 rejected"
    targets = Appeal.objects.filter(due_at__isnull=False, due_facts={})  # the city's own; ours have their reasons
    late = targets.filter(closed_at__gt=F("due_at")).count()
    waiting = targets.filter(closed_at=None, due_at__lt=AT).count()
    assert (targets.count(), late, waiting, late + waiting) == (4893, 208, 476, 684)
