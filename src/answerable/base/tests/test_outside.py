"""Addresses that somebody else chose lead to no machine of ours, in whichever form they are written."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.outside import Target, UnsafeAddressError, is_public, origin_of, pin

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
        "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1",
        "2001:0:5ef5:79fd::1", "2001:db8::1", "not an address", "",
    ],
)  # fmt: skip
def test_inner_addresses_are_known_in_all_their_forms(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_what_everybody_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_inner_address_becomes_public_by_being_wrapped(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    for wrapped in (
        f"::ffff:{inner}",
        str(ipaddress.IPv6Address((0x64FF9B << 96) | number)),
        str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))),
    ):
        assert not (is_public(wrapped) and not is_public(str(inner)))


def test_a_name_is_asked_at_the_machine_that_was_looked_at() -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]  # a name server that says something else the second time
    found = pin("https://files.example/a/b?c=d#e", resolve=lambda _host, _port: answers.pop(0))
    assert found == Target(
        url=f"https://{PUBLIC}/a/b?c=d",
        headers={"Host": "files.example"},
        extensions={"sni_hostname": "files.example"},
    )


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://inner.example/", "inner-address"),
        ("https://both.example/", "inner-address"),
        ("https://nobody.example/", "inner-address"),
        ("https://[::1]/", "inner-address"),
        ("https://127.0.0.1/", "inner-address"),
        ("https://127.1/", "no-address"),
        ("https://2130706433/", "no-address"),
        ("https://0x7f000001/", "no-address"),
        ("https://0177.0.0.1/", "no-address"),
        ("https://127.0.0.1./", "no-address"),
        ("https://１２７.0.0.1/", "no-address"),
        ("https://files.example:8443/", "elsewhere"),
        ("https://a:b@files.example/", "elsewhere"),
        ("http://files.example/", "elsewhere"),
        ("file:///etc/passwd", "elsewhere"),
        ("gopher://files.example/", "elsewhere"),
        ("https:///", "no-address"),
        ("https://files.example:99999/", "no-address"),
        ("https://[::1", "no-address"),
    ],
)
def test_what_leads_inside_or_says_more_than_a_place_is_not_asked(address: str, code: str) -> None:
    known = {"inner.example": ["10.0.0.7"], "both.example": [PUBLIC, "10.0.0.7"], "nobody.example": []}
    with pytest.raises(UnsafeAddressError) as refused:
        pin(address, resolve=lambda host, _port: known.get(host, [PUBLIC]))
    assert refused.value.code == code


def test_what_an_operator_set_is_theirs_to_choose_and_nothing_else_at_that_machine() -> None:
    ours = "http://127.0.0.1:8081/bot"
    assert pin("http://127.0.0.1:8081/file/x", trusted=[ours]) == Target(url="http://127.0.0.1:8081/file/x")
    with pytest.raises(UnsafeAddressError):
        pin("http://127.0.0.1:8082/file/x", trusted=[ours])
    assert (origin_of(ours), origin_of("https://A.example/x"), origin_of("x"), origin_of("http://[x")) == (
        "http://127.0.0.1:8081",
        "https://a.example:443",
        "",
        "",
    )
