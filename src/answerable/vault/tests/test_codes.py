"""Follow-up codes: derived, shown, typed, checked and slow-hashed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.vault.rules import codes
from answerable.vault.rules.damm import check_digit
from answerable.vault.terms import CodeMisreadError, SecretCode

KEY = bytes(range(32))
LIGHT = "argon2id,v=19,m=65536,t=1,p=1,l=64"
some_code = st.builds(
    lambda find, prove: SecretCode(f"{find:07d}", f"{prove:016d}"),
    st.integers(0, 10**7 - 1),
    st.integers(0, 10**16 - 1),
)
token = st.text(st.characters(codec=None, exclude_categories=()), min_size=1)


@given(token, st.integers(0, 30))
def test_a_code_follows_from_key_token_and_attempt(form, attempt):
    one, again = codes.code_for(KEY, form, attempt), codes.code_for(KEY, form, attempt)
    assert one == again
    assert (len(one.locator), len(one.secret), one.digits.isdecimal()) == (7, 16, True)
    assert one != codes.code_for(KEY, form, attempt + 1)
    assert one != codes.code_for(bytes(32), form, attempt)


def test_a_code_stays_the_same_after_the_key_is_rotated():
    assert codes.code_for(KEY + bytes(32), "form", 0) == codes.code_for(KEY, "form", 0)


def test_digits_of_secrets_are_spread_evenly():
    drawn = "".join(codes.secret_for(KEY, f"form {n}", 0) for n in range(4000))
    expected = len(drawn) / 10
    chi = sum((drawn.count(d) - expected) ** 2 / expected for d in "0123456789")
    assert chi < 40  # 9 degrees of freedom: met by chance once in 100,000 draws, and this draw is always the same


@given(some_code)
def test_a_code_is_read_as_it_is_shown(code):
    assert codes.read_code(codes.code_groups(code)) == code
    assert [len(group) for group in codes.code_groups(code).split(" ")] == [4] * 6


@given(some_code, st.sampled_from(["-", " – ", ".", "\t", "\u00a0", " / ", "_", ""]))
def test_a_code_is_read_however_it_is_spaced(code, between):
    assert codes.read_code(f"  {between.join(codes.code_groups(code).split())}\n") == code


@given(some_code)
def test_a_code_is_read_in_other_digits_and_with_letters_for_digits(code):
    shown = codes.code_groups(code)
    assert codes.read_code(shown.translate({48 + n: 0xFF10 + n for n in range(10)})) == code
    assert codes.read_code(shown.translate({48 + n: 0x0660 + n for n in range(10)})) == code
    assert codes.read_code(shown.replace("0", "O").replace("1", "l").replace("3", "З")) == code
    assert codes.read_code(shown.replace("0", "о").replace("1", "І").replace("8", "В")) == code


@given(some_code, st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code, at, by):
    wrong = code.digits[:at] + str((int(code.digits[at]) + by) % 10) + code.digits[at + 1 :]
    with pytest.raises(CodeMisreadError) as fault:
        codes.read_code(wrong)
    assert (fault.value.reason, fault.value.group) == ("check", 0)


@given(some_code, st.integers(0, 22))
def test_two_swapped_digits_are_noticed(code, at):
    d = code.digits
    swapped = d[:at] + d[at + 1] + d[at] + d[at + 2 :]
    if swapped == d:
        assert codes.read_code(swapped) == code
        return
    with pytest.raises(CodeMisreadError) as fault:
        codes.read_code(swapped)
    assert fault.value.reason == "check"


@given(some_code, st.integers(0, 5))
def test_a_group_with_a_lost_digit_is_named(code, group):
    groups = codes.code_groups(code).split()
    groups[group] = groups[group][:3]
    with pytest.raises(CodeMisreadError) as fault:
        codes.read_code(" ".join(groups))
    assert (fault.value.reason, fault.value.group, fault.value.digits) == ("group", group + 1, 23)


@given(some_code, st.integers(0, 5), st.booleans())
def test_a_group_with_a_letter_is_named(code, group, spaced):
    groups = codes.code_groups(code).split()
    groups[group] = "x" + groups[group][1:]
    with pytest.raises(CodeMisreadError) as fault:
        codes.read_code((" " if spaced else "").join(groups))
    assert (fault.value.reason, fault.value.group) == ("letter", group + 1)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "empty"), (" - ", "empty"), ("1" * 23, "count"), ("1" * 25, "count"), ("1" * 999, "long")],
)
def test_what_cannot_be_a_code_is_said_so(typed, reason):
    with pytest.raises(CodeMisreadError) as fault:
        codes.read_code(typed)
    assert fault.value.reason == reason


@given(st.text(max_size=220))
def test_whatever_is_typed_is_a_code_or_a_misreading(typed):
    try:
        found = check_digit(codes.read_code(typed).digits)
    except CodeMisreadError as fault:
        found = 0 if 0 <= fault.group <= 6 else fault.group
    assert found == 0


def test_a_code_does_not_show_its_secret_in_a_traceback():
    assert "1234567890123456" not in repr(SecretCode("7654321", "1234567890123456"))


@pytest.mark.security
def test_s01_equal_secrets_of_two_codes_have_different_hashes():
    one, two = (codes.slow_hash("1234567890123456", salt * 16, LIGHT) for salt in (b"a", b"b"))
    assert len({*one, *two}) == 4


@pytest.mark.security
def test_s01_parameters_are_at_least_64_mib_and_weaker_ones_are_refused():
    memory = int(codes.PARAMS.split("m=")[1].split(",")[0])
    assert memory == 128 * 1024
    for weak in ("argon2id,v=19,m=1024,t=1,p=1,l=64", "argon2i,v=19,m=65536,t=1,p=1,l=64", ""):
        with pytest.raises(ValueError, match="weak"):
            codes.slow_hash("1", b"s" * 16, weak)


def test_the_wait_grows_after_ten_failures_and_stops_growing():
    assert [codes.wait_after(n) for n in (1, 9, 10, 11, 12, 15, 10**9)] == [0, 0, 1, 2, 4, 30, 30]


def test_of_a_cookie_only_its_digest_is_kept():
    assert codes.token_digest("a") == codes.token_digest("a") != codes.token_digest("b")
    assert len(codes.token_digest("\udcff")) == 32
