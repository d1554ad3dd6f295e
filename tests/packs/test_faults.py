"""Broken packs: every fault is named by file and line with its cure, and nothing in the database changes."""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.base.packs import row
from answerable.base.packs.faults import Faults
from answerable.base.packs.lines import read_csv, read_yaml
from answerable.law.models import Setting
from answerable.people.models import Body
from answerable.people.rules import is_login
from answerable.places.models import Territory
from answerable.site import packs

PACKS = Path(__file__).parents[2] / "packs"
AWKWARD = Path(__file__).parent / "awkward"
DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A faultless pack to spoil."""
    return shutil.copytree(AWKWARD, tmp_path / "awkward")


def spoil(pack: Path, file: str, old: str, new: str) -> int:
    """Replace the first place of a text; returns its line."""
    text = (pack / file).read_text(encoding="utf-8")
    start = text.index(old)
    (pack / file).write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
    return text.count("\n", 0, start) + 1


@given(name=st.from_regex(row.CODE, fullmatch=True))
def test_a_sign_in_name_that_a_pack_may_give_may_be_given_on_the_page_of_seats_too(name: str) -> None:
    assert is_login(name)


def faults(pack: Path) -> list[str]:
    with pytest.raises(packs.PackError) as faulty:
        packs.check_pack(pack, on=DAY)
    return [str(fault) for fault in faulty.value.faults]


def test_hours_of_a_chair_that_make_no_sense_are_named_by_their_line(pack: Path) -> None:
    zone = "zone: Asia/Kathmandu"
    line = spoil(pack, "pack.yaml", zone, f"working_hours: {{opens: 18, closes: 9}}\n{zone}")
    late = spoil(pack, "pack.yaml", zone, f"reading_hours: 200\n{zone}")
    assert faults(pack) == [
        f"pack.yaml:{line}: the day closes before it opens. Write opens before closes, as whole hours.",
        f"pack.yaml:{late}: 'reading_hours' is 200. It lies between 1 and 168.",
    ]


def test_a_word_of_danger_with_an_empty_place_is_named_by_its_line(pack: Path) -> None:
    zone = "zone: Asia/Kathmandu"
    line = spoil(pack, "pack.yaml", zone, f"urgent_words: {{urgent: ['door + |forcing'], later: [x]}}\n{zone}")
    assert faults(pack) == [
        f"pack.yaml:{line}: 'door + |forcing' has an empty place. Write words with | for either and + for both, as: door + breaking|forcing.",
        f"pack.yaml:{line}: 'later' means nothing here. Did you mean 'other'?.",
    ]


def test_many_faults_are_named_at_once(pack: Path) -> None:
    zone = spoil(pack, "pack.yaml", "zone: Asia/Kathmandu", "zone: Asia/Katmandu-City")
    chair = spoil(pack, "pack.yaml", "chairs: [level-1]", "chairs: [level-11]")
    slip = spoil(pack, "bodies.yaml", "answers: false", "anwsers: false")
    kind = spoil(pack, "bodies.yaml", "kind: service", "kind: servise")
    power = spoil(pack, "roles.yaml", "sign, assign", "sing, assign")
    count = spoil(pack, "profiles.yaml", "count: 10", "count: ten")
    day = spoil(pack, "profiles.yaml", "valid_from: 2027-01-01", "valid_from: 2027-13-01")
    leads = spoil(pack, "categories.yaml", "leads_to: c.03", "leads_to: c.99")
    cells = spoil(pack, "territories.csv", "A.1.x,A.1,village,,,Сю,Сю,Сю", "A.1.x,A.1,village,,,Сю,Сю")
    assert faults(pack) == [
        f"bodies.yaml:{slip}: 'anwsers' means nothing here. Did you mean 'answers'?.",
        f"bodies.yaml:{kind}: 'kind' is 'servise'. Did you mean 'service'?.",
        f"categories.yaml:{leads}: no category is called 'c.99'. Did you mean 'c.39'?.",
        f"pack.yaml:{zone}: 'zone' is 'Asia/Katmandu-City'. Write an IANA zone such as Europe/Kyiv.",
        f"pack.yaml:{chair}: no body is called 'level-11'. Did you mean 'level-1'?.",
        f"profiles.yaml:{count}: 'count' is 'ten'. A whole number from 1 to 10000 belongs here.",
        f"profiles.yaml:{day}: 'valid_from' is '2027-13-01'. A date like 2026-11-22 belongs here.",
        f"roles.yaml:{power}: 'powers' holds 'sing'. Did you mean 'sign'?.",
        f"territories.csv:{cells}: 7 cells where 8 belong. Count the commas; quote a text with a comma.",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("pack.yaml", "fallback: level-5", "fallback: level-4", "fallback names 'level-4', which takes no appeals"),
        ("pack.yaml", "[monitor, lonely]", "[]", "conflict_bodies is empty"),
        ("pack.yaml", "prefix: AWK", "prefix: awk", "the prefix 'awk' isn't one"),
        ("pack.yaml", "  overdue:\n    - {to: [above]}\n    - {after_days: 3, to: [lonely, chair]}\n", "", "no rung for 'overdue'"),
        ("pack.yaml", "languages: [uk]", "languages: [uk, xx]", "'languages' holds 'xx'"),
        ("pack.yaml", "name: {en: Awkwardshire, uk: Незручний край,", "name: {en: Awkwardshire,", "'uk' is missing"),
        ("pack.yaml", "call: 112", "call: help", "'call' is 'help'"),
        ("pack.yaml", "code: awkward", "code: awkward\ncode: other", "'code' stands twice, first in line 3"),
        ("pack.yaml", "same_unit: false", "same_unit: perhaps", "'same_unit' is 'perhaps'"),
        ("bodies.yaml", "code: lonely", "code: level-3", "the body 'level-3' was defined before, in bodies.yaml:13"),
        ("bodies.yaml", "zone: America/Havana", "prefix: X", "only a body at the top has a prefix for its numbers"),
        ("territories.csv", "A,,land", "A,A.1.x,land", "these lie in each other in a ring: A, A.1, A.1.x"),
        ("territories.csv", ",12,", ",many,", "'population' is 'many'"),
        ("territories.csv", "code,parent", "kod,parent", "columns are missing: code"),
        ("calendars/XX.yaml", "weekend: [6]", "weekend: [1, 2, 3, 4, 5, 6, 7]", "no working day is left in a week"),
        ("calendars/XX.yaml", "2027-01-01", "2026-01-01", "2026-01-01 isn't in 2027"),
        ("profiles.yaml", "complaint, complaint_about_police, report", "complaint, report", "no term for answering a complaint_about_police that came by web on 2026-11-22"),
        ("profiles.yaml", "  day_off: none", "  extend: {times: 2}\n  day_off: none", "an extension without a cap hides lateness"),
        ("profiles.yaml", "valid_from: 2025-01-01", "valid_from: 2025-01-01\n  valid_to: 2027-06-01", "two versions of xx.answer hold on the same day"),
        ("profiles.yaml", "step: answer\n  clock_from: received", "step: answer\n  clock_from: incident", "nothing acts on the step answer counted from incident"),
        ("profiles.yaml", "  day_off: none", "  evidence: news_sent\n  day_off: none", "answer is not closed by 'news_sent'"),
        ("profiles.yaml", "  day_off: none", "  silence: {escalate_to: [above]}\n  day_off: none", "to whom a matter climbs is said by the ladder"),
        ("profiles.yaml", "  day_off: none", "  forbid_handler: {same_unit: true}\n  day_off: none", "forbid_handler says otherwise than the rule of conflict"),
        ("profiles.yaml", "  day_off: none", "  extend: {uncapped: true, cap_total: {count: 9, unit: month}}\n  day_off: none", "an extension without a cap hides lateness"),
        ("profiles.yaml", "  day_off: none", "  by_content: {instead: xx.other, when: {en: a, uk: b, ru: c}}\n  day_off: none", "which does not name it back"),
        ("profiles.yaml", "request, proposal, thanks]", "request, proposal, thanks, crime_report]", "'applies_to' holds 'crime_report'"),
        ("bodies.yaml", "code: lonely", "code: lonely\n  authority: false", "a body that nobody commands is an authority"),
        ("profiles.yaml", "unit: working_day", "unit: fortnight", "'unit' is 'fortnight'"),
        ("categories.yaml", "code: c.02", "code: 'c 02'", "'c 02' isn't a code"),
        ("categories.yaml", "- {code: b, text: {en: B, uk: Б, ru: Б}, leads_to: c.03}", "", "the question 'q1' has fewer than two options"),
        ("categories.yaml", "- code: q2", "- code: q1", "two questions have the same code"),
        ("categories.yaml", "  questions:\n    - code: q1", "  questions:\n    - just words\n    - code: q1", "each of the questions is a map"),
        ("categories.yaml", "name: {en: Everything, uk: Усе, ru: Всё}", "name: Everything", "'name' is 'Everything'"),
        ("bodies.yaml", "answers_for: [{territory: B}]", "answers_for: [{care: vetran}]", "'care' is 'vetran'"),
        ("bodies.yaml", "answers_for: [{territory: B}]", "answers_for: B", "a list of answers_for belongs here"),
        ("bodies.yaml", "answers_for: [{territory: B}]", "email: nobody", "'email' is 'nobody'"),
        ("bodies.yaml", "answers_for: [{territory: B}]", "calendar: YY", "no calendar is called 'YY'"),
        ("pack.yaml", "zone: Asia/Kathmandu", "zone: ''", "'zone' is empty"),
        ("pack.yaml", "code: awkward", "code: awkward-and-much-longer-than-thirty", "'code' has 35 characters"),
        ("pack.yaml", "valid_from: 2025-01-01", "valid_from: 2025-01-01T10:00:00", "'valid_from' has a time of day"),
        ("pack.yaml", "after_days: 3", "after_days: 3000", "'after_days' is 3000"),
        ("profiles.yaml", "valid_from: 2025-01-01", "valid_from: 2025-01-01\n  valid_to: 2024-06-01", "xx.answer ends before it begins"),
        ("calendars/XX.yaml", "holidays: [2026-12-31]", "holidays: [new-year]", "'new-year' isn't a date"),
        ("calendars/XX.yaml", "holidays: [2026-12-31]", "holidays: [2026-12-30, 2026-12-31T10:00:00]", "'2026-12-31 10:00:00' isn't a date"),
        ("calendars/XX.yaml", "holidays: [2026-12-31]", "holidays: [2026-12-31, 2026-12-31]", "2026-12-31 stands twice"),
        ("calendars/XX.yaml", "holidays: [2026-12-31]", "holidays: [2026-10-31], working: [2026-10-31]", "2026-10-31 is both a holiday and worked"),
        ("calendars/XX.yaml", "holidays: [2026-12-31]", "working: [2026-12-31]", "2026-12-31 is no weekend day"),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_stands(pack: Path, file: str, old: str, new: str, says: str) -> None:
    spoil(pack, file, old, new)
    found = faults(pack)
    assert [fault for fault in found if says in fault] != [], found
    assert all(
        fault.startswith(("pack.yaml", "bodies.yaml", "terri", "calendars/", "profiles.yaml", "categories.yaml"))
        for fault in found
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"- just\n- a list\n", "pack.yaml is a map of words to values"),
        (b"code: [\n", "not YAML"),
        (b"code: \xff\xfe\n", "not UTF-8"),
        (b"a: &x 1\nb: *x\n", "an alias (*) stands here"),
        (b"code: a\x00b\n", "not YAML"),
        (b"a: " + b"[" * 200, "more than 60 levels deep"),
        (b"a: " + b"[" * 90 + b"]" * 90, "more than 60 levels deep"),
        (b"a: " + b"[" * 5000 + b"]" * 5000, "more than 60 levels deep"),
        (b"code: !!python/object/apply:os.system ['true']\n", "'calendar', 'valid_from', 'name', "),
    ],
)
def test_what_is_no_pack_at_all_is_refused_with_a_reason(pack: Path, content: bytes, says: str) -> None:
    (pack / "pack.yaml").write_bytes(content)
    found = faults(pack)
    assert [fault for fault in found if says in fault] != [], found


def test_people_without_a_seat_and_without_a_signature_are_faults(pack: Path) -> None:
    (pack / "people.yaml").write_text("- {login: p, name: P, post: {en: A, uk: А, ru: А}}\n", encoding="utf-8")
    assert faults(pack) == [
        "people.yaml: nobody may sign for the fallback body 'level-5'. Give somebody a role that signs.",
        "people.yaml:1: a person without a seat can do nothing. Add seats: a list of body and role.",
    ]


def test_a_pack_without_a_calendar_and_with_a_bottomless_command_is_refused(pack: Path) -> None:
    (pack / "calendars" / "XX.yaml").unlink()
    deep = "".join(f"{'  ' * (2 * n)}- code: b{n}\n{'  ' * (2 * n)}  units:\n" for n in range(23))
    (pack / "bodies.yaml").write_text(deep + "  " * 46 + "[]\n", encoding="utf-8")
    found = faults(pack)
    assert [fault for fault in found if "calendar" in fault or "levels of command" in fault] == [
        "bodies.yaml:43: more than 20 levels of command. Flatten the tree.",
        "calendars: no calendar. Add calendars/CODE.yaml with the days off of each year.",
    ]


def test_a_calendar_without_years_is_refused(pack: Path) -> None:
    (pack / "calendars" / "XX.yaml").write_text("code: XX\n", encoding="utf-8")
    assert faults(pack) == ["calendars/XX.yaml:1: the calendar XX has no year. Add at least this year and the next."]


def test_a_missing_file_and_a_stranger_are_named(pack: Path) -> None:
    (pack / "roles.yaml").rename(pack / "rolls.yaml")
    assert [fault.split(".", 2)[0] + ":" + fault.split(": ", 1)[1][:32] for fault in faults(pack)] == [
        "roles:the file can't be read (No such ",
        "rolls:nothing reads this file. Known: ",
    ]


GMINA_FILES = sorted(path.relative_to(PACKS / "gmina").as_posix() for path in (PACKS / "gmina").rglob("*.*"))


@pytest.mark.parametrize("file", GMINA_FILES)
@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "the file is empty"), (b"code: \xff", "not UTF-8"), (b'"', "not "), (b"- : [", "not YAML")],
)
def test_a_file_that_cannot_be_read_is_one_fault_and_blames_no_other(
    tmp_path: Path, file: str, content: bytes, says: str
) -> None:
    town = shutil.copytree(PACKS / "gmina", tmp_path / "gmina")
    (town / file).write_bytes(content)
    found = faults(town)
    says = says.replace("YAML", "JSON") if file.endswith(".geojson") else says
    csv = file.endswith(".csv") and "YAML" in says
    assert [(fault.startswith(f"{file}:"), csv or says in fault) for fault in found] == [(True, True)] * (1 + csv)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("pack.yaml", "languages: [pl, en]", "languages: pl", "pack.yaml:10: 'languages' is 'pl'. A list like [one, two] belongs here."),
        ("kinds.yaml", '{pl: "Skarga przekazana przez posła, senatora lub radnego"', "{pl: Skarga przekazana przez posła, senatora lub radnego", "kinds.yaml:18: 'senatora lub radnego' was cut off by a comma. Quote a text that holds a comma, within braces."),
        ("bodies.yaml", "- code: fundacja", "- kode: fundacja", "bodies.yaml:149: 'kode' means nothing here. Did you mean 'code'?."),
        ("roles.yaml", "- code: kierownik", "- code: naczelnik", "people.yaml:15: no role is called 'kierownik' (and in 8 more: 24, 29, 34, 38, 45, 49, 71, 76). Known: ankieter, burmistrz, monitor, naczelnik, operator, przewodniczacy, referent, urzednik, zastepca."),
    ],
)  # fmt: skip
def test_one_slip_is_one_fault(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    town = shutil.copytree(PACKS / "gmina", tmp_path / "gmina")
    spoil(town, file, old, new)
    assert faults(town) == [fault]


def test_half_a_file_is_one_fault(tmp_path: Path) -> None:
    town = shutil.copytree(PACKS / "gmina", tmp_path / "gmina")
    written = (town / "bodies.yaml").read_text("utf-8")
    (town / "bodies.yaml").write_text(written[: written.index("- code: rada")], "utf-8")
    [found] = faults(town)
    assert found.startswith("bodies.yaml: 7 others are named elsewhere and missing here: fundacja (")


def test_a_name_that_is_no_pack_names_those_that_are() -> None:
    with pytest.raises(packs.PackError, match="Did you mean 'raion'"):
        packs.find("rayon")
    assert packs.find("raion") == PACKS / "raion"
    assert {"directorates", "gmina", "raion"} <= set(packs.names())


@pytest.mark.django_db
def test_a_pack_with_faults_changes_nothing(pack: Path) -> None:
    packs.load_pack(AWKWARD, at=AT)
    before = Body.objects.count(), Territory.objects.count(), dict(Setting.objects.values_list("name", "value"))
    spoil(pack, "bodies.yaml", "code: lonely", "code: hermit")  # named by the ladder and for conflicts
    with pytest.raises(packs.PackError):
        packs.load_pack(pack, at=AT)
    after = Body.objects.count(), Territory.objects.count(), dict(Setting.objects.values_list("name", "value"))
    assert after == before


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "pack.yaml"
    path.write_bytes(content)
    found = Faults()
    spot = read_yaml(path, "pack.yaml", found)
    assert (spot is None) <= bool(found)
    rows = list(read_csv(path, "pack.csv", found, columns=("code",)))
    assert all(row.line >= 2 for row in rows)


FILES = sorted(path.relative_to(AWKWARD).as_posix() for path in AWKWARD.rglob("*.*"))
SLIPS = st.sampled_from(
    [
        "",
        "x",
        "-",
        ":",
        "[",
        "{",
        "- ",
        "  ",
        "\n",
        "null",
        "2026-02-30",
        "true",
        "99999999999",
        "'",
        "é\u202e",
        "!!map ",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.integers(0), SLIPS, st.integers(0, 12))
def test_no_slip_of_the_pen_breaks_the_check(
    tmp_path_factory: pytest.TempPathFactory, file: str, place: int, slip: str, gone: int
) -> None:
    pack = shutil.copytree(AWKWARD, tmp_path_factory.mktemp("slip") / "awkward")
    text = (pack / file).read_text(encoding="utf-8")
    start = place % len(text)
    (pack / file).write_text(text[:start] + slip + text[start + gone :], encoding="utf-8")
    said = []
    with contextlib.suppress(StopIteration):
        said = [fault.says for fault in next(_refusals(pack))]
        assert said != []
    assert all(said)


def _refusals(pack: Path) -> Iterator[list[packs.Fault]]:
    """The faults of a pack, or nothing when it has none; any other exception is what the test looks for."""
    try:
        packs.check_pack(pack, on=DAY)
    except packs.PackError as faulty:
        yield faulty.faults
