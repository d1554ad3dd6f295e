"""Keys, notes, checkpoints, cosignatures and policies: every accept and every refuse of the reference data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable_verify import (
    Policy,
    RejectedError,
    Signer,
    cosign_line,
    parse_policy,
    parse_vkey,
    sign_note,
    verify_checkpoint,
    verify_note,
)
from answerable_verify.cosignature import counted
from answerable_verify.note import COSIGNATURE

from . import vectors
from .vectors import cases, load, raw

ALICE = Signer.from_seed("log.example.org/tlog/a", b"a" * 32)
NEXT = Signer.from_seed("log.example.org/tlog/a", b"b" * 32)
WITNESSES = [Signer.from_seed(f"w{i}.example.org/w", bytes([i]) * 32, COSIGNATURE) for i in range(1, 5)]
HEAD = "log.example.org/tlog/a\n7\nRfc+shm3ovtkd92Voq4apjsgDJ0TguBehCDom+vLAms=\n"


@pytest.mark.parametrize("case", cases("vkeys.json", "cases"))
def test_vkey_is_read_only_in_its_one_spelling(case):
    if case["valid"]:
        assert parse_vkey(case["vkey"]).vkey == case["vkey"]
    else:
        with pytest.raises(RejectedError):
            parse_vkey(case["vkey"])


@pytest.mark.parametrize("case", cases("notes.json", "cases"))
def test_case_31_note_is_accepted_or_refused_as_the_vectors_say(case):
    keys = [parse_vkey(key) for key in case["keys"]]
    if case["accept"]:
        assert verify_note(raw(case["note_b64"]), keys).text.encode() == raw(case["text_b64"])
    else:
        with pytest.raises(RejectedError):
            verify_note(raw(case["note_b64"]), keys)


@vectors.needed
def test_note_signed_by_a_seed_of_the_vectors_has_their_key():
    for key in load("notes.json")["keys"]:
        assert Signer.from_seed(key["name"], bytes.fromhex(key["seed_hex"]), key["alg"]).key.vkey == key["vkey"]


@pytest.mark.parametrize("case", cases("real/notes.json", "cases"))
def test_note_of_another_implementation_verifies(case):
    key = parse_vkey(case["vkey"])
    note = verify_note(case["note"].encode(), [key])
    assert [signature.key for signature in note.signatures] == [key]
    assert (case["kind"] == "cosignature") is (note.signatures[0].time is not None)


@vectors.needed
def test_checkpoint_whose_key_name_is_not_its_origin_needs_the_origin_named():
    case = load("real/notes.json")["cases"][1]
    policy = Policy.of([parse_vkey(case["vkey"])])
    assert verify_checkpoint(case["note"].encode(), policy, origin="go.sum database tree").size == 35225469
    with pytest.raises(RejectedError):
        verify_checkpoint(case["note"].encode(), policy)


@pytest.mark.parametrize("case", cases("checkpoints.json", "cases"))
@pytest.mark.parametrize("named", [True, False])
def test_case_31_checkpoint_is_accepted_or_refused_as_the_vectors_say(case, named):
    policy = Policy.of([parse_vkey(key) for key in case["keys"]])
    origin = case["origin"] if named else None
    if case["accept"]:
        head = verify_checkpoint(raw(case["checkpoint_b64"]), policy, origin=origin)
        assert (head.origin, head.size, head.root) == (case["origin"], case["size"], raw(case["root"]))
    else:
        with pytest.raises(RejectedError):
            verify_checkpoint(raw(case["checkpoint_b64"]), policy, origin=origin)


@pytest.mark.parametrize("case", cases("cosignatures.json", "sign"))
def test_cosign_line_is_the_published_one(case):
    key = load("cosignatures.json")["witnesses"][case["witness"]]
    signer = Signer.from_seed(key["name"], bytes.fromhex(key["seed_hex"]), COSIGNATURE)
    assert cosign_line(signer, case["text"], case["timestamp"]) == case["line"]


@pytest.mark.parametrize("case", cases("cosignatures.json", "cases"))
def test_case_15_quorum_and_freshness_are_judged_as_the_vectors_say(case):
    note = raw(case["checkpoint_b64"])
    logs, witnesses = ([parse_vkey(key) for key in case[kind]] for kind in ("log_keys", "witness_keys"))
    policy = Policy.of(logs, witnesses, case["quorum"])
    if case["cosigned_by"] is None:
        with pytest.raises(RejectedError):
            verify_note(note, policy.keys)
    else:
        assert len(counted(verify_note(note, policy.keys))) == case["cosigned_by"]
    if case["accept"]:
        assert verify_checkpoint(note, policy, now=case["now"], max_age=case.get("max_age")).origin == logs[0].name
    else:
        with pytest.raises(RejectedError):
            verify_checkpoint(note, policy, now=case["now"], max_age=case.get("max_age"))


def test_case_30_rotation_accepts_both_keys_then_the_old_one_only_up_to_its_size():
    both, old, new = sign_note(HEAD, ALICE, NEXT), sign_note(HEAD, ALICE), sign_note(HEAD, NEXT)
    overlap = Policy.of([ALICE.key, NEXT.key])
    assert [verify_checkpoint(note, overlap).size for note in (both, old, new)] == [7, 7, 7]

    def after(size: int) -> Policy:
        text = f"log {NEXT.key.vkey}\n#: log-until {size} {ALICE.key.vkey}\nquorum none\n"
        return parse_policy(text.encode())

    assert [verify_checkpoint(note, after(7)).size for note in (both, old, new)] == [7, 7, 7]
    with pytest.raises(RejectedError):
        verify_checkpoint(old, after(6))
    assert verify_checkpoint(both, after(6)).size == 7
    with pytest.raises(RejectedError):
        verify_checkpoint(old, Policy.of([NEXT.key]))


def _policy(text: str) -> Policy:
    keys = {f"W{i}": w.key.vkey for i, w in enumerate(WITNESSES, 1)}
    return parse_policy(text.format(LOG=ALICE.key.vkey, **keys).encode())


NESTED = """# two houses
log {LOG} https://log.example.org/log
witness X1 {W1} https://w1.example.org
witness X2 {W2}
group X 2 X1 X2
\twitness Y1 {W3}
witness Y2 {W4}
group Y any Y1 Y2

group both all X Y
quorum both
"""


def test_policy_with_nested_groups_asks_for_both_houses():
    policy = _policy(NESTED)
    publics = [w.key.public for w in WITNESSES]
    chosen = [publics, publics[:3], [publics[0], publics[1]], [publics[0], publics[2], publics[3]], []]
    assert [policy.satisfied_by(some) for some in chosen] == [True, True, False, False, False]
    assert policy.logs[0].url == "https://log.example.org/log"
    assert policy.witnesses["X1"].url == "https://w1.example.org"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log {LOG}\n",
        "quorum none\nquorum none\n",
        "quorum X\n",
        "quorum X\nwitness X {W1}\n",
        "log {W1}\nquorum none\n",
        "witness X {LOG}\nquorum X\n",
        "log {LOG}\nlog {LOG}\nquorum none\n",
        "witness X {W1}\nwitness Y {W1}\nquorum X\n",
        "witness X {W1}\nwitness X {W2}\nquorum X\n",
        "witness none {W1}\nquorum none\n",
        "witness X {W1}\ngroup G 0 X\nquorum G\n",
        "witness X {W1}\ngroup G 2 X\nquorum G\n",
        "witness X {W1}\ngroup G 01 X\nquorum G\n",
        "witness X {W1}\ngroup G all\nquorum G\n",
        "witness X {W1}\ngroup G all X X\nquorum G\n",
        "witness X {W1}\ngroup G all X\ngroup H all X\nquorum G\n",
        "group G all none\nquorum G\n",
        "witness X\u00a0{W1}\nquorum none\n",
        "log {LOG}\x0bhttps://x\nquorum none\n",
        "log-until 5 {LOG}\nquorum none\n",
        "believe everybody\nquorum none\n",
        "quorum none\r\n",
    ],
)
def test_policy_with_a_fault_is_refused(text):
    with pytest.raises(RejectedError):
        _policy(text)


@given(st.text(max_size=40), st.integers(0, 2**62))
def test_note_of_any_text_verifies_or_is_never_signed(text, at):
    text += "\n"
    try:
        note = sign_note(text, ALICE)
    except RejectedError:
        assert any((c < " " and c != "\n") or "\ud800" <= c <= "\udfff" for c in text)
        return
    note += cosign_line(WITNESSES[0], text, at).encode()
    read = verify_note(note, [ALICE.key, WITNESSES[0].key])
    assert (read.text, [s.time for s in read.signatures]) == (text, [None, at])


@given(st.binary(max_size=200))
def test_note_of_any_bytes_is_refused_and_nothing_else_is_raised(noise):
    with pytest.raises(RejectedError):
        verify_note(noise, [ALICE.key])
    with pytest.raises(RejectedError):
        verify_checkpoint(noise + sign_note(HEAD, NEXT), Policy.of([ALICE.key]))


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_case_31_checkpoint_with_any_one_byte_changed_is_refused(at, change):
    note = bytearray(sign_note(HEAD, ALICE) + cosign_line(WITNESSES[0], HEAD, 1790000000).encode())
    note[at % len(note)] ^= change
    with pytest.raises(RejectedError):
        verify_checkpoint(bytes(note), Policy.of([ALICE.key], [WITNESSES[0].key], 1))
