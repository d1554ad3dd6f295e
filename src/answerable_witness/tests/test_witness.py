"""The witness: the whole published conversation, its memory, its refusals, and what it is under two callers at once."""

import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable_verify import Policy, RejectedError, Signer, parse_vkey, sign_note, verify_checkpoint
from answerable_verify.note import COSIGNATURE
from answerable_verify.strict import base64_of
from answerable_verify.tests import vectors
from answerable_verify.tests.vectors import load, raw
from answerable_verify.tree import EMPTY, consistency_proof, leaf_hash, root
from answerable_witness import Memory, Witness, parse_request
from answerable_witness.judge import format_request
from answerable_witness.memory import DATABASE, MARK, LostMemoryError, read_key, write_key
from answerable_witness.server import Server

LOG = Signer.from_seed("log.example.org/tlog/a", b"a" * 32)
SEED = b"w" * 32
NAME = "w.example.org/w"
NOW = 1_790_000_000
HASHES = [leaf_hash(b"%d" % i) for i in range(100)]


def begun(folder, *, name: str = NAME, seed: bytes = SEED, log=LOG.key) -> Witness:
    signer = write_key(folder, name, seed)
    memory = Memory.begin(folder, signer)
    memory.know(log)
    return Witness(signer, memory)


def again(folder) -> Witness:
    return Witness(read_key(folder), Memory(folder))


def note(size: int, *, other: bool = False, signer: Signer = LOG) -> bytes:
    hashes = [leaf_hash(b"other%d" % i) for i in range(size)] if other else HASHES[:size]
    return sign_note(f"log.example.org/tlog/a\n{size}\n{base64_of(root(hashes))}\n", signer)


def asked(old: int, size: int, **how) -> bytes:
    return format_request(old, consistency_proof(HASHES, old, size), note(size, **how))


@vectors.needed
def test_case_13_whole_published_conversation_has_the_published_answers(tmp_path):
    data = load("witness.json")
    key, log = data["witness_key"], parse_vkey(data["log_key"]["vkey"])
    witness = begun(tmp_path, name=key["name"], seed=bytes.fromhex(key["seed_hex"]), log=log)
    policy = Policy.of([log], [parse_vkey(key["vkey"])], 1)
    for i, request in enumerate(data["requests"]):
        reply = witness.add_checkpoint(raw(request["body_b64"]), NOW + i)
        lawful = request["status"] if isinstance(request["status"], list) else [request["status"]]
        assert (request["why"], reply.status) in [(request["why"], status) for status in lawful]
        if "response" in request:
            assert (reply.body.decode(), reply.kind) == (request["response"], request["content_type"])
        if "cosigned_text" in request:
            sent = raw(request["body_b64"]).split(b"\n\n", 1)[1]
            head = verify_checkpoint(sent + reply.body, policy)
            assert (head.text, head.times) == (request["cosigned_text"], [NOW + i])
    held = witness.checkpoint(data["origin_hash"])
    assert (held.status, verify_checkpoint(held.body, policy).size) == (200, 40)
    assert len(verify_checkpoint(held.body, policy).cosignatures) == 1
    kept = [(status, origin) for _, origin, status, *_ in witness.memory.evidence()]
    assert kept.count((422, data["origin"])) == sum(r["status"] == 422 for r in data["requests"])


def test_case_13_fork_is_refused_and_kept_as_evidence(tmp_path):
    witness = begun(tmp_path)
    assert witness.add_checkpoint(asked(0, 5), NOW).status == 200
    reply = witness.add_checkpoint(format_request(5, [], note(5, other=True)), NOW + 1)
    assert reply.status == 422
    ((_, origin, status, _, held, body),) = witness.memory.evidence()
    assert (origin, status, body.endswith(note(5, other=True))) == ("log.example.org/tlog/a", 422, True)
    assert held.encode() == note(5)


def test_size_zero_with_another_root_is_unprocessable(tmp_path):
    false = sign_note(f"log.example.org/tlog/a\n0\n{base64_of(HASHES[0])}\n", LOG)
    true = sign_note(f"log.example.org/tlog/a\n0\n{base64_of(EMPTY)}\n", LOG)
    witness = begun(tmp_path)
    assert [witness.add_checkpoint(format_request(0, [], n), NOW).status for n in (false, true)] == [422, 200]


def test_case_18_two_callers_at_once_never_take_the_witness_back(tmp_path):
    witness = begun(tmp_path)
    assert witness.add_checkpoint(asked(0, 10), NOW).status == 200
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda size: witness.add_checkpoint(asked(10, size), NOW + 1), range(20, 28)))
    assert sorted(reply.status for reply in replies) == [200] + [409] * 7
    size = 20 + [reply.status for reply in replies].index(200)
    assert witness.memory.head("log.example.org/tlog/a").size == size
    assert {reply.body for reply in replies if reply.status == 409} == {f"{size}\n".encode()}


def test_case_19_witness_whose_memory_is_lost_or_restored_does_not_start(tmp_path):
    folder, backup = tmp_path / "w", tmp_path / "backup"
    begun(folder).memory.close()
    shutil.copytree(folder, backup)
    witness = again(folder)
    assert witness.add_checkpoint(asked(0, 10), NOW).status == 200
    witness.memory.close()
    again(folder).memory.close()

    shutil.copy(backup / DATABASE, folder / DATABASE)
    with pytest.raises(LostMemoryError):
        again(folder)
    (folder / DATABASE).unlink()
    with pytest.raises(LostMemoryError):
        again(folder)


def test_case_19_witness_without_its_high_water_mark_does_not_start(tmp_path):
    begun(tmp_path).memory.close()
    (tmp_path / MARK).unlink()
    with pytest.raises(LostMemoryError):
        again(tmp_path)


def test_case_19_witness_shown_its_own_forgotten_word_stops_for_good(tmp_path):
    folder, backup = tmp_path / "w", tmp_path / "backup"
    witness = begun(folder)
    witness.memory.close()
    shutil.copytree(folder, backup)  # database and mark alike: nothing on this machine tells
    witness = again(folder)
    line = witness.add_checkpoint(asked(0, 10), NOW).body
    restored = again(backup)
    shown = format_request(0, [], note(10) + line)
    assert [restored.add_checkpoint(shown, NOW + 9).status for _ in range(2)] == [503, 503]
    assert restored.add_checkpoint(asked(0, 3), NOW + 10).status == 503
    restored.memory.close()
    assert again(backup).add_checkpoint(asked(0, 3), NOW + 11).status == 503
    assert witness.add_checkpoint(format_request(10, [], note(10) + line), NOW + 12).status == 200


def test_case_19_witness_whose_clock_went_back_does_not_cosign(tmp_path):
    witness = begun(tmp_path)
    replies = [
        witness.add_checkpoint(asked(old, size), at) for old, size, at in ((0, 5, NOW), (5, 6, NOW - 1), (5, 6, NOW))
    ]
    assert [reply.status for reply in replies] == [200, 503, 200]


def test_case_30_witness_follows_a_log_through_a_change_of_keys(tmp_path):
    after = Signer.from_seed("log.example.org/tlog/a", b"b" * 32)
    witness = begun(tmp_path)
    assert witness.add_checkpoint(asked(0, 5), NOW).status == 200
    assert witness.add_checkpoint(asked(5, 6, signer=after), NOW).status == 403
    witness.memory.know(after.key)
    assert witness.add_checkpoint(asked(5, 6, signer=after), NOW).status == 200
    witness.memory.forget(LOG.key.vkey)
    assert witness.add_checkpoint(asked(6, 7), NOW).status == 403


def test_key_is_written_once_and_only_for_its_owner(tmp_path):
    write_key(tmp_path, NAME, SEED)
    assert (tmp_path / "witness.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(RejectedError):
        write_key(tmp_path, NAME, b"x" * 32)
    (tmp_path / "witness.key").chmod(0o644)
    with pytest.raises(RejectedError):
        read_key(tmp_path)


def test_signer_never_shows_its_seed():
    assert SEED.hex() not in repr(Signer.from_seed(NAME, SEED, COSIGNATURE))


def test_case_07_witness_that_cannot_write_does_not_answer_yes(tmp_path):
    folder, mark = tmp_path / "w", tmp_path / "elsewhere" / "mark"
    signer = write_key(folder, NAME, SEED)
    memory = Memory.begin(folder, signer, mark=mark)
    memory.know(LOG.key)
    witness = Witness(signer, memory)
    assert witness.add_checkpoint(asked(0, 5), NOW).status == 200
    mark.parent.rename(tmp_path / "away")
    (tmp_path / "elsewhere").write_bytes(b"")
    reply = witness.add_checkpoint(asked(5, 6), NOW + 1)
    assert (reply.status, reply.body) == (503, b"this witness cannot write just now\n")
    (tmp_path / "elsewhere").unlink()
    (tmp_path / "away").rename(mark.parent)
    assert witness.add_checkpoint(asked(6, 7), NOW + 2).status == 200


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", "error=ENOSPC"])
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync,fsync", "rename", "unlink,unlinkat"])
@pytest.mark.parametrize("when", [2, 5])
def test_case_01_fault_at_any_file_call_leaves_a_witness_that_remembers_what_it_answered(tmp_path, fault, call, when):
    begun(tmp_path).memory.close()
    inject = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:{fault}:when={when}",
    ]
    told = subprocess.run(
        [*inject, sys.executable, "-B", "-c", PROGRAM.replace("100", "6"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    answered = [int(line) for line in told.stdout.split()]
    assert answered == list(range(1, len(answered) + 1))
    assert (told.returncode, len(answered)) == (0, 5) or fault == "signal=KILL"
    assert "Traceback" not in told.stderr
    witness = again(tmp_path)
    held = witness.memory.head("log.example.org/tlog/a")
    assert (held.size if held else 0) >= max(answered, default=0)
    assert witness.add_checkpoint(asked(held.size if held else 0, 50), NOW + 200).status == 200
    witness.memory.close()


@given(st.binary(max_size=300))
def test_request_of_any_bytes_is_refused_and_nothing_else_is_raised(noise):
    for body in (noise, b"old 0\n\n" + noise, b"old 3\n" + noise):
        with pytest.raises(RejectedError):
            parse_request(body)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.booleans(), st.booleans()), max_size=20))
def test_case_18_no_order_of_requests_makes_a_witness_sign_two_histories(requests):
    with TemporaryDirectory() as home:
        witness, signed = begun(Path(home) / "w"), []
        for at, (old, size, other, blind) in enumerate(requests):
            hashes = [leaf_hash(b"other%d" % i) for i in range(size)] if other else HASHES[:size]
            proof = [] if blind or old > size else consistency_proof(hashes, old, size)
            reply = witness.add_checkpoint(format_request(old, proof, note(size, other=other)), NOW + at)
            if reply.status == 200:
                signed.append((size, other))
        assert [size for size, _ in signed] == sorted(size for size, _ in signed)
        assert len({other for size, other in signed if size}) <= 1
        witness.memory.close()


PROGRAM = """
import sys
from pathlib import Path
from answerable_witness.tests.test_witness import NOW, again, asked
witness = again(Path(sys.argv[1]))
def ask(size):
    held = witness.memory.head("log.example.org/tlog/a")
    return witness.add_checkpoint(asked(held.size if held else 0, size), NOW + size).status
for size in range(1, 100):
    status = ask(size)
    if status == 503:
        status = ask(size)
    print(size if status == 200 else f"status {status}", flush=True)
"""


def test_case_01_witness_killed_at_any_moment_remembers_what_it_answered(tmp_path):
    begun(tmp_path).memory.close()
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        told = [int(process.stdout.readline()) for _ in range(9)]
        process.kill()
        told += [int(line) for line in process.stdout.read().split()]
    assert told == list(range(1, len(told) + 1))
    witness = again(tmp_path)
    assert witness.memory.head("log.example.org/tlog/a").size in {len(told), len(told) + 1}
    assert witness.add_checkpoint(asked(0, 100), NOW + 200).status == 409
    witness.memory.close()


@pytest.fixture
def served(tmp_path):
    witness = begun(tmp_path)
    server = Server(witness, ("127.0.0.1", 0), prefix="/w")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    witness.memory.close()


def _exchange(server, method, path, body=None, headers=()):
    connection = HTTPConnection(*server.server_address, timeout=60)
    connection.request(method, path, body=body, headers=dict(headers))
    answer = connection.getresponse()
    found = answer.status, answer.headers.get("Content-Type"), answer.read()
    connection.close()
    return found


def test_witness_answers_over_http(served):
    hashed = sha256(b"log.example.org/tlog/a").hexdigest()
    assert _exchange(served, "GET", f"/w/{hashed}/checkpoint")[0] == 404
    status, _, line = _exchange(served, "POST", "/w/add-checkpoint", asked(0, 7))
    assert status == 200
    assert _exchange(served, "GET", f"/w/{hashed}/checkpoint") == (200, "text/plain; charset=utf-8", note(7) + line)
    assert _exchange(served, "POST", "/w/add-checkpoint", asked(0, 8)) == (409, "text/x.tlog.size", b"7\n")
    assert NAME.encode() in _exchange(served, "GET", "/w/")[2]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (("POST", "/w/add-checkpoint", b"old 0\n\n\xff\n\n- x\n"), 400),
        (("POST", "/w/add-checkpoint", b"x" * 200_000), 400),
        (("POST", "/w/add-checkpoint", b"", [("Content-Length", "-1")]), 400),
        (("POST", "/w/add-checkpoint", b"", [("Content-Length", "\u00d9\u00a3")]), 400),
        (("POST", "/add-checkpoint", b""), 404),
        (("GET", "/w/../witness.key"), 404),
        (("GET", "/w/witness.sqlite"), 404),
        (("DELETE", "/w/add-checkpoint"), 501),
    ],
)
def test_bad_request_over_http_is_refused_plainly(served, request_, status):
    assert _exchange(served, *request_)[0] == status
