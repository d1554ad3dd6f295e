"""Plain Ed25519 is the library's Ed25519: the vectors of RFC 8032, signatures of any text, and hostile ones of our own."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable_verify import RejectedError, Signer, VerifierKey, note, parse_vkey
from answerable_verify.ed25519 import ORDER, P, small_order, verifies

RFC_8032 = [  # 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
SIGNED = KEY.sign(b"message")
R, S = SIGNED[:32], int.from_bytes(SIGNED[32:], "little")
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",  # the neutral one
    "0000000000000000000000000000000000000000000000000000000000000000",  # order 4
    "0000000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # order 2
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  # order 8
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
OTHER_SPELLINGS = [
    (P + y).to_bytes(32, "little").hex() for y in range(19)
] + ["0100000000000000000000000000000000000000000000000000000000000080"]  # fmt: skip


def by_library(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_vector_of_the_rfc_holds_and_nothing_beside_it(public, message, signature):
    key, said, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verifies(key, signed, said)
    assert not verifies(key, signed, said + b"x")
    assert not verifies(PUBLIC, signed, said)
    assert [
        i for i in range(0, 64, 7) if verifies(key, signed[:i] + bytes([signed[i] ^ 1]) + signed[i + 1 :], said)
    ] == []


HOSTILE = {
    "whole": SIGNED,
    "s and the order": R + (S + ORDER).to_bytes(32, "little"),
    "s of all ones": R + b"\xff" * 32,
    "s is nothing": R + bytes(32),
    "r is the neutral point": bytes.fromhex(SMALL[0]) + SIGNED[32:],
    "r is of order 8": bytes.fromhex(SMALL[4]) + SIGNED[32:],
    "r in another spelling": bytes.fromhex(OTHER_SPELLINGS[1]) + SIGNED[32:],
    "r is no point": b"\x02" + bytes(31) + SIGNED[32:],
    "the other sign of r": R[:31] + bytes([R[31] ^ 0x80]) + SIGNED[32:],
    "too short": SIGNED[:63],
    "too long": SIGNED + b"\x00",
    "nothing": b"",
    "halves swapped": SIGNED[32:] + R,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_signature_is_refused_like_the_library_refuses_it(name):
    answers = {way(PUBLIC, HOSTILE[name], b"message") for way in (verifies, by_library)}
    assert answers == {name == "whole"}


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511), st.booleans())
def test_any_signature_is_judged_as_the_library_judges_it(seed, message, bit, broken):
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = signer.public_key().public_bytes_raw(), bytearray(signer.sign(message))
    if broken:
        signature[bit // 8] ^= 1 << bit % 8
    assert verifies(public, bytes(signature), message) == by_library(public, bytes(signature), message) == (not broken)


@pytest.mark.parametrize("public", [*SMALL, *OTHER_SPELLINGS, (b"\x02" + bytes(31)).hex()])
def test_key_under_which_a_signature_means_nothing_is_no_key(public):
    raw = bytes.fromhex(public)
    assert small_order(raw)
    neutral = bytes.fromhex(SMALL[0]) + bytes(32)
    assert not verifies(raw, neutral, b"anything")
    key = VerifierKey("log.example.org/t", 1, raw)
    assert not key.verifies(neutral, b"anything")
    with pytest.raises(RejectedError):
        parse_vkey(key.vkey)


def test_verifier_without_the_library_checks_by_plain_arithmetic(monkeypatch):
    signer = Signer.from_seed("log.example.org/t", b"k" * 32)
    monkeypatch.setattr(note, "LIBRARY", False)
    assert signer.key.verifies(signer.sign(b"m"), b"m")
    assert not signer.key.verifies(signer.sign(b"m"), b"n")
