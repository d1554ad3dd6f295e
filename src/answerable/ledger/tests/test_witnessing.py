"""Witnesses are asked, believed only for what they sign, and missed aloud; the policy file is read strictly."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.ledger import witness_file, witnessing
from answerable.ledger.models import Cosignature, WitnessAsked
from answerable_verify import cosign_line, leaf_hash, parse_policy, verify_checkpoint
from answerable_verify.note import COSIGNATURE, Signer
from answerable_verify.policy import KnownKey, Policy
from answerable_verify.strict import RejectedError
from answerable_verify.testing import NOON, SmallLog, plain_case
from answerable_verify.tree import consistency_proof
from answerable_witness.testing import witness_at_work

AT = datetime.fromtimestamp(NOON, UTC)


@pytest.fixture
def log():
    made = SmallLog(witnesses=0)
    for number in range(20):
        made.entries += plain_case(number, AT.date())
    return made


@pytest.fixture
def two(log, tmp_path):
    with witness_at_work(tmp_path / "north", log) as north, witness_at_work(tmp_path / "south", log) as south:
        yield {"north": north, "south": south}


def policy_of(log, witnesses, need):
    made = Policy.of([log.signer.key])
    made.witnesses = {name: KnownKey(server.witness.signer.key, url) for name, (server, url) in witnesses.items()}
    text = f"log {log.signer.key.vkey}\n"
    text += "".join(f"witness {name} {known.key.vkey} {known.url}\n" for name, known in made.witnesses.items())
    return parse_policy(f"{text}group g {need} {' '.join(witnesses)}\nquorum g\n".encode())


def gather(log, policy, size, *, at=AT, patience=5.0):
    hashes = [leaf_hash(entry) for entry in log.entries[:size]]
    return witnessing.gather(
        note=log.note(size, at=None),
        size=size,
        prove=lambda old: consistency_proof(hashes, old),
        policy=policy,
        at=at,
        patience=patience,
    )


@pytest.mark.django_db
def test_every_witness_signs_and_the_quorum_is_met(log, two):
    policy = policy_of(log, two, 2)
    first = gather(log, policy, 30)
    grown = gather(log, policy, 60)
    assert (first.enough, grown.enough) == (True, True)
    assert verify_checkpoint(grown.note, policy, now=NOON).size == 60
    assert sorted(WitnessAsked.objects.values_list("held", "fault")) == [(60, ""), (60, "")]


@pytest.mark.django_db
def test_a_witness_that_holds_another_size_than_we_thought_is_asked_again_from_there(log, two):
    policy = policy_of(log, two, 2)
    gather(log, policy, 30)
    WitnessAsked.objects.update(held=7)
    assert gather(log, policy, 60).enough


@pytest.mark.django_db
def test_one_witness_down_leaves_its_quorum_to_the_others(log, two):
    north, _ = two["north"]
    policy = policy_of(log, two, 1)
    policy.witnesses["south"] = KnownKey(policy.witnesses["south"].key, "http://127.0.0.1:9/nobody")
    found = gather(log, policy, 30)
    assert found.enough
    assert WitnessAsked.objects.get(fault="").witness == north.witness.signer.key.vkey
    assert WitnessAsked.objects.exclude(fault="").count() == 1


@pytest.mark.django_db
def test_without_its_quorum_a_checkpoint_is_not_enough_and_says_whom_it_misses(log, two):
    policy = policy_of(log, two, 2)
    policy.witnesses["south"] = KnownKey(policy.witnesses["south"].key, "http://127.0.0.1:9/nobody")
    found = gather(log, policy, 30)
    assert not found.enough
    with pytest.raises(RejectedError, match="not the quorum"):
        verify_checkpoint(found.note, policy)


@pytest.mark.django_db
def test_a_second_history_is_not_signed(log, two):
    policy = policy_of(log, two, 1)
    gather(log, policy, 60)
    liar = SmallLog(witnesses=0, entries=[*log.entries[:59], log.entries[0]])
    assert not gather(liar, policy, 60).enough
    shrunk = gather(log, policy, 30)
    assert not shrunk.enough
    assert "holds 60 entries" in WitnessAsked.objects.first().fault or WitnessAsked.objects.first().held == 60


@pytest.mark.django_db
def test_an_idle_log_is_signed_anew_only_when_the_word_of_a_witness_grows_old(log, two):
    policy = policy_of(log, two, 2)
    gather(log, policy, 60)
    for server, _ in two.values():
        server.at = NOON + 86_400
    gather(log, policy, 60, at=AT + timedelta(hours=1))
    assert set(Cosignature.objects.values_list("signed_at", flat=True)) == {AT}
    gather(log, policy, 60, at=AT + timedelta(hours=24))
    assert set(Cosignature.objects.values_list("signed_at", flat=True)) == {AT + timedelta(days=1)}
    assert Cosignature.objects.count() == 2


@pytest.mark.django_db
def test_a_pulled_cosignature_is_kept_only_for_the_checkpoint_as_it_stands(log, tmp_path):
    seer = Signer.from_seed("uni.example.org/w", b"u" * 32, COSIGNATURE)
    policy = Policy.of([log.signer.key], [seer.key], 1)
    note = log.note(60, at=None)
    text = note.decode().rpartition("\n\n")[0] + "\n"
    heads = [(60, note)]

    def posted(body, at=AT):
        return witnessing.received(body, heads=heads, policy=policy, at=at)[0]

    line = cosign_line(seer, text, NOON)
    assert posted(f"{text}\n{line}".encode()) == 200
    assert posted(f"{text}\n{line}".encode()) == 200  # twice is once
    assert witnessing.composed(note, policy).enough
    assert Cosignature.objects.count() == 1
    other = log.note(30, at=None).decode().rpartition("\n\n")[0] + "\n"
    assert posted(f"{other}\n{cosign_line(seer, other, NOON)}".encode()) == 409
    stranger = Signer.from_seed("uni.example.org/w", b"x" * 32, COSIGNATURE)
    assert posted(f"{text}\n{cosign_line(stranger, text, NOON)}".encode()) == 403
    assert posted(f"{text}\n{cosign_line(seer, other, NOON)}".encode()) == 400
    assert posted(b"garbage") == 400
    assert posted(f"{text}\n{cosign_line(seer, text, NOON + 4000)}".encode()) == 400
    assert posted(b"\xff" * 2_000_000) in {400, 403}


def test_the_policy_file_is_kept_by_the_command_and_read_strictly(tmp_path):
    keys = [Signer.from_seed(f"w{i}.example.org/w", bytes([i]) * 32, COSIGNATURE).key for i in range(3)]
    wanted = witness_file.Witnessing()
    for i, key in enumerate(keys):
        wanted = witness_file.with_witness(
            wanted, name=f"w{i}", vkey=key.vkey, url=f"https://w{i}.example.org" if i else ""
        )
    assert wanted.quorum == 2
    witness_file.write_file(tmp_path, wanted)
    assert witness_file.read_file(tmp_path) == wanted
    assert parse_policy(witness_file.whole_policy(tmp_path, "")).satisfied_by([keys[0].public, keys[2].public])
    fewer = witness_file.without_witness(wanted, name="w1", size=812)
    witness_file.write_file(tmp_path, fewer)
    assert witness_file.read_file(tmp_path) == fewer
    assert (fewer.quorum, fewer.retired) == (2, (("w1", keys[1], 812),))
    later = parse_policy(witness_file.whole_policy(tmp_path, ""))
    seen = [keys[0].public, keys[1].public]
    assert [later.satisfied_by(seen, size) for size in (812, 813)] == [True, False]
    for name, vkey in (("w0", keys[1].vkey), ("new", keys[0].vkey), ("none", keys[1].vkey), ("n", "nonsense")):
        with pytest.raises(RejectedError):
            witness_file.with_witness(fewer, name=name, vkey=vkey, url="")
    with pytest.raises(RejectedError):
        witness_file.write_file(tmp_path, witness_file.Witnessing(fewer.witnesses, 3))
    with pytest.raises(RejectedError):
        witness_file.with_witness(fewer, name="w1", vkey=keys[1].vkey, url="")
    (tmp_path / witness_file.FILE).write_text("group mine any w0\nquorum mine\n")
    with pytest.raises(RejectedError, match="line 1"):
        witness_file.written_lines(tmp_path)


def test_a_policy_written_by_hand_is_left_to_the_hand(tmp_path):
    key = Signer.from_seed("w.example.org/w", b"w" * 32, COSIGNATURE).key
    (tmp_path / witness_file.FILE).write_text(
        f"witness a {key.vkey}\ngroup inner any a\ngroup outer all inner\nquorum outer\n"
    )
    with pytest.raises(RejectedError, match="by hand"):
        witness_file.read_file(tmp_path)
