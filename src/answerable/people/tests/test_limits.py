"""Tries that refill with time, whatever order and process they are taken in."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.people import actions, queries, rules, sealing
from answerable.people import powers as powers_of_all
from answerable.people.caller import address_of
from answerable.people.forms import PasswordForm
from answerable.people.models import Limit
from answerable.people.signing import browser_of
from answerable.people.stepping import next_page
from answerable.people.terms import NEEDS_TWO, NEVER_LENT, Power
from answerable.people.testing import AT, make_account

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_a_bucket_empties_refills_and_is_counted_apart_from_others() -> None:
    def take(key: str, minutes: int) -> bool:
        return actions.take_attempt(key, per=HOUR, most=2, at=AT + timedelta(minutes=minutes))

    assert [take("a", 0), take("a", 0), take("a", 0), take("b", 0)] == [True, True, False, True]
    assert [take("a", 29), take("a", 31), take("a", 32)] == [False, True, False]
    assert [take("a", 200), take("a", 200), take("a", 200)] == [True, True, False]


@pytest.mark.django_db
def test_a_clock_that_goes_back_gives_no_new_tries() -> None:
    assert actions.take_attempt("a", per=HOUR, most=1, at=AT) is True
    assert actions.take_attempt("a", per=HOUR, most=1, at=AT - timedelta(minutes=5)) is False


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waits=st.lists(st.integers(0, 900), min_size=1, max_size=30), most=st.integers(1, 5))
def test_no_more_tries_are_given_than_the_bucket_and_its_refill(db, waits, most) -> None:
    key, at, given_out = f"{waits}{most}", AT, 0
    Limit.objects.all().delete()
    for wait in waits:
        at += timedelta(seconds=wait)
        given_out += actions.take_attempt(key, per=HOUR, most=most, at=at)
    assert given_out <= most + sum(waits) / HOUR.total_seconds() * most + 1e-6


@pytest.mark.django_db
def test_buckets_of_earlier_days_are_swept() -> None:
    actions.take_attempt("a", per=HOUR, most=1, at=AT)
    assert actions.sweep_limits(at=AT + timedelta(hours=23)) == 0
    assert actions.sweep_limits(at=AT + timedelta(hours=25)) == 1


def test_the_name_of_a_bucket_changes_with_the_day_and_the_key() -> None:
    names = {
        rules.limit_key(key, day=day, words="sign-in:203.0.113.7")
        for key in (b"a" * 32, b"b" * 32)
        for day in (AT.date(), AT.date() + timedelta(days=1))
    }
    assert (len(names), {len(name) for name in names}) == (4, {64})


@given(powers=st.sets(st.sampled_from(list(Power))), serves=st.booleans())
def test_a_substitute_is_never_lent_what_is_personal_or_takes_two(powers, serves) -> None:
    lent = powers_of_all.lent(powers, serves_there=serves)
    assert lent <= powers
    assert lent & NEVER_LENT == frozenset()
    assert serves or lent & NEEDS_TWO == frozenset()
    assert powers_of_all.works(powers, confirmed=False) is not powers_of_all.needs_second(powers)


@given(st.text(max_size=40), st.integers(0, 200))
def test_a_box_opens_for_its_purpose_only_and_unchanged_only(text, place) -> None:
    box = sealing.seal_box_text(b"k" * 32, "seed", text)
    assert sealing.open_box_text(b"k" * 32, "seed", box) == text
    raw = bytearray(sealing.seal_box(b"k" * 32, "seed", text.encode()))
    raw[place % len(raw)] ^= 1
    for key, purpose, kept in ((b"o" * 32, "seed", None), (b"k" * 32, "other", None), (b"k" * 32, "seed", bytes(raw))):
        with pytest.raises(sealing.UnopenedError):
            sealing.open_box(key, purpose, kept or sealing.seal_box(b"k" * 32, "seed", text.encode()))
    with pytest.raises(sealing.UnopenedError):
        sealing.open_box_text(b"k" * 32, "seed", "not a box")


@pytest.mark.parametrize(
    ("typed", "digits"), [("123 456", "123456"), ("12-34 56", "123456"), ("１２３４５６", "123456"), ("", "")]
)
def test_a_code_is_read_however_it_is_typed(typed, digits) -> None:
    assert rules.digits_of(typed) == digits


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_known_by_its_family_and_nothing_more(agent, said) -> None:
    assert browser_of(agent) == said


@pytest.mark.parametrize(
    ("proxies", "written", "address"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (1, "", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "::1", "::1"),
        (1, "no address", "no address"),
        (1, "203.0.113.9:51234", "203.0.113.9"),
        (2, "198.51.100.1:1, 203.0.113.9:2", "198.51.100.1"),
        (1, "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2::9]", "2001:db8:1:2::"),
        (1, "fe80::1%eth0", "fe80::"),
    ],
)
def test_an_address_is_believed_only_as_far_as_our_own_proxies_wrote_it(
    rf, settings, proxies, written, address
) -> None:
    from dataclasses import replace

    settings.ANSWERABLE = replace(settings.ANSWERABLE, trusted_proxies=proxies)
    assert address_of(rf.get("/", headers={"x-forwarded-for": written})) == address


def test_the_next_page_is_one_of_ours(rf) -> None:
    wanted = ["/desk/absence/", "/chair/", "//x.example/desk/", "https://x.example/", "/uk/", "\\\\x.example", ""]
    assert [next_page(rf.get("/", {"next": each})) for each in wanted] == [
        "/desk/absence/", "/chair/", "/desk/", "/desk/", "/desk/", "/desk/", "/desk/",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["x" * 300, "квітень небо чотири лимони", "quiet heron \U0001f600 eats lemons"])
def test_long_and_foreign_passwords_are_weighed_not_choked_on(password) -> None:
    form = PasswordForm({"present": "p", "new": password, "repeated": password}, account=make_account())
    assert form.is_valid() is (len(password) <= 200)


@pytest.mark.django_db
def test_names_fall_back_to_english_and_then_to_any() -> None:
    assert [queries.in_language(name, "uk") for name in ({"uk": "а", "en": "b"}, {"en": "b"}, {"ru": "в"}, {})] == [
        "а", "b", "в", "",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_name_is_found_exactly_as_its_tries_are_counted() -> None:
    """Of a dotless i the database makes an i; each spelling would have had tries of its own."""
    account = make_account("b.zaiets")
    found = [queries.account_by_login(login) for login in ("B.Zaiets", "b.za\u0131ets", "b.za\u0130ets")]
    assert found == [account, None, None]
