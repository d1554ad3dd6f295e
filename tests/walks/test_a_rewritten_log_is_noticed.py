"""Oksana's complaint is taken out of the database by its superuser and every tile is built anew; three people notice.

The liar has everything: the database as superuser, the log's own key, the folder that is served, the high-water mark.
What he has not are the receipt in Oksana's hands, the witnesses' memory and the auditor's. Each of the three says
what happened in a sentence that a newspaper can print, and two signatures of the log itself prove it to anybody.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from answerable.appeals import watching
from answerable.appeals.models import Appeal
from answerable.appeals.testing import make_world
from answerable.base.testing import now
from answerable.ledger import auditing, keys, published, sequencing, witness_file
from answerable.ledger.models import PublicLeaf
from answerable.ledger.testing import at_home
from answerable_host.cluster import server
from answerable_verify.audit import evidence
from answerable_verify.cli import main
from answerable_verify.note import parse_vkey
from answerable_witness import Memory, Witness
from answerable_witness.cli import main as witness
from answerable_witness.memory import read_key
from answerable_witness.server import Server

pytestmark = pytest.mark.walk
TEXT = "П'ятий місяць без відповіді. Хто взяв мій телефон?"
FORKED = "signed two different histories"


@contextmanager
def listening(folder: Path) -> Iterator[str]:
    """A witness at work on loopback, with its own key and memory."""
    memory = Memory(folder)
    found = Server(Witness(read_key(folder), memory), ("127.0.0.1", 0))
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{found.server_address[1]}"
    finally:
        found.shutdown()
        thread.join()
        found.server_close()
        memory.close()


@contextmanager
def superuser(test_home: Path) -> Iterator:
    """The database as its superuser, past every trigger."""
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        boss.execute("SET session_replication_role = replica")
        yield boss


class Town:
    """The installation, its two witnesses, and what people keep at home."""

    def __init__(self, stack: ExitStack, tmp_path: Path) -> None:
        self.home, self.outside = stack.enter_context(at_home(tmp_path / "server")), tmp_path / "outside"
        keys.create_keys(at=self.now(), origin="police.example.org/tlog/main")
        wanted = witness_file.Witnessing()
        for name in ("press", "university"):
            folder = self.outside / name
            assert witness(["init", str(folder), "--name", f"{name}.example.org/w"]) == 0
            log_key = keys.log_keys()[0].vkey
            assert witness(["add-log", str(folder), "--log", log_key]) == 0
            url = stack.enter_context(listening(folder))
            wanted = witness_file.with_witness(wanted, name=name, vkey=read_key(folder).key.vkey, url=url)
        witness_file.write_file(self.home, wanted)
        self.sequencer = sequencing.of_this_installation()
        self.sequencer.start(at=self.now())
        self.policy = self.outside / "log.policy"

    @staticmethod
    def now() -> datetime:
        return now()

    def publish(self) -> int:
        self.sequencer.step(at=self.now(), everything=True)
        head = published.head()
        return head.checkpoint.size

    def verify(self, *words: str, log: bool = True) -> int:
        place = [str(published.folder())] if log else []
        return main([words[0], *place, *words[1:], "--policy", str(self.policy)])


@pytest.fixture
def town(transactional_db, tmp_path) -> Iterator[Town]:
    with ExitStack() as stack:
        yield Town(stack, tmp_path)


def sent_by_oksana(client: Client, world) -> tuple[Appeal, bytes]:
    """She sends from the page, follows her message and takes the receipt home, as soon as it is offered."""
    registered = world.sent(text=TEXT, language="uk", at=Town.now())
    client.post("/uk/follow/", {"code": registered.code})
    return Appeal.objects.get(id=registered.appeal), client.get("/uk/follow/message/record/promise/").content


def lie(town: Town, test_home: Path, gone: Appeal) -> None:
    """Take the appeal out with everything that belongs to it, and build the whole log anew without it."""
    thing = f"appeal/{gone.id}"
    with superuser(test_home) as boss:
        (code,) = boss.execute("SELECT code FROM ledger_case WHERE thing = %s", [thing]).fetchone()
        for statement, value in (
            ("DELETE FROM ledger_public_leaf WHERE case_code = %s", code),
            ("DELETE FROM ledger_case WHERE thing = %s", thing),
            ("DELETE FROM ledger_case_key WHERE thing = %s", thing),
            ("DELETE FROM ledger_entry WHERE thing = %s", thing),
            ("DELETE FROM channels_message WHERE thing = %s", thing),
            ("DELETE FROM vault_follow_up_code WHERE appeal = %s", gone.id),
            ("DELETE FROM appeals_appeal WHERE id = %s", gone.id),
        ):
            boss.execute(statement, [value])
        boss.execute("UPDATE ledger_public_leaf SET idx = NULL")
        for table in ("ledger_tile", "ledger_tree", "ledger_cosignature", "ledger_witness_asked", "ledger_announced"):
            boss.execute(f"DELETE FROM {table}")
        boss.execute("DELETE FROM ledger_public_leaf WHERE case_code IS NULL")
    shutil.rmtree(published.folder())
    shutil.rmtree(town.home / "log-highwater", ignore_errors=True)


def test_a_rewritten_log_is_noticed(town: Town, test_home: Path, client: Client, capsys):
    world = make_world()
    appeal, promise = sent_by_oksana(client, world)
    (town.outside / "message.promise").write_bytes(promise)
    for number in range(12):
        world.sent(text=f"Lamp {number}", at=town.now())
    size = town.publish()
    assert published.head().enough
    receipt = town.outside / "message.tlog-proof"
    receipt.write_bytes(client.get("/uk/follow/message/record/receipt/").content)
    town.policy.write_bytes(published.policy_text())  # as the newspaper prints it
    assert town.verify("receipt", str(receipt), "--log", str(published.folder()), log=False) == 0
    assert town.verify("audit", "--state", str(town.outside / "auditor")) == 0
    assert auditing.nightly_audit(at=town.now(), home=town.home).good
    capsys.readouterr()

    lie(town, test_home, appeal)

    # The system's own sequencer will not sign over it: a witness remembers more.
    honest = sequencing.of_this_installation()
    honest.start(at=town.now())
    assert honest.step(at=town.now(), everything=True) == 0
    frozen = (town.home / "log-frozen").read_text()
    assert f"holds {size} entries signed by this log" in frozen

    # So the liar runs one of his own, which asks nobody, until the log is as long as before.
    (town.home / "log-frozen").unlink()
    (town.home / "log-highwater").mkdir(exist_ok=True)
    liar = sequencing.of_this_installation()
    liar.outside = replace(liar.outside, policy=witness_file.policy_of(keys.log_lines().encode() + b"quorum none\n"))
    liar.start(at=town.now())
    liar.step(at=town.now(), everything=True)
    while PublicLeaf.objects.exclude(idx=None).count() < size:
        world.sent(text="Another lamp", at=town.now())
        liar.step(at=town.now(), everything=True)
    assert published.head() is None  # the witnesses do not sign, and for an hour nothing is published
    later = town.now() + timedelta(hours=1, minutes=1)
    liar.step(at=later, everything=True)
    assert published.head().checkpoint.size == size
    assert not published.head().enough

    # Oksana's receipt: genuine, and the log of today is another one.
    proof = town.outside / "of-the-receipt"
    words = ["receipt", str(receipt), "--log", str(published.folder()), "--evidence", str(proof), "--language", "en"]
    assert town.verify(*words, log=False) == 1
    said = capsys.readouterr().out
    assert "The receipt is genuine." in said
    assert f"The log police.example.org/tlog/main {FORKED} of {size} entries each" in said

    # Her promise, too: the entry was promised, and is not there.
    late = ["--promise", str(town.outside / "message.promise"), "--no-witnesses", "--max-age", "999999999"]
    promised = parse_vkey(keys.ring().promise[-1].vkey)
    assert promised.name == "police.example.org/tlog/main/promise"

    # The auditor, from what was remembered.
    assert town.verify("audit", "--state", str(town.outside / "auditor"), *late) == 1
    said = capsys.readouterr().out
    assert f"{FORKED} of {size} entries each" in said

    # The witness: it did not sign, and kept what it was shown.
    assert witness(["evidence", str(town.outside / "press"), str(town.outside / "of-the-witness")]) == 0
    capsys.readouterr()

    # What each of them kept convinces anybody who knows nothing but the log's key.
    places = [*proof.iterdir(), *(town.outside / "auditor" / "evidence").iterdir()]
    places += list((town.outside / "of-the-witness").iterdir())
    assert len(places) >= 3
    policy = witness_file.policy_of(town.policy.read_bytes())
    convinced = [evidence.check_evidence(place, policy) for place in places]
    assert all(FORKED in sentence for sentence in convinced)

    # And the system itself says it at night, for everybody to read.
    night = auditing.nightly_audit(at=town.now(), home=town.home)
    assert night.grade == 2
    page = client.get("/en/log/").content.decode()
    assert FORKED in page
    assert "not witnessed" in page


def test_s09_a_row_that_is_merely_deleted_is_named_within_ten_minutes(town: Town, test_home: Path, client: Client):
    """Security case S09: nothing rebuilt, the rows gone. The short look names the leaf by its number."""
    world = make_world()
    appeal, _ = sent_by_oksana(client, world)
    town.publish()
    place = PublicLeaf.objects.get(n=0, case=PublicLeaf.objects.exclude(case=None).order_by("id").first().case).idx
    with superuser(test_home) as boss:
        (code,) = boss.execute("SELECT code FROM ledger_case WHERE thing = %s", [f"appeal/{appeal.id}"]).fetchone()
        boss.execute("DELETE FROM appeals_appeal WHERE id = %s", [appeal.id])
    look = auditing.self_check(at=town.now(), also=watching.removed())
    words = f"an appeal was registered on {appeal.registered_at.date()}, and its record is missing from the database."
    assert [finding[2] for finding in look.findings] == [f"Leaf {place}: {words}"]
    with superuser(test_home) as boss:
        boss.execute("DELETE FROM ledger_public_leaf WHERE case_code = %s", [code])
    look = auditing.self_check(at=town.now(), also=watching.removed())
    assert [(finding[1], finding[3]) for finding in look.findings] == [("removed", place)]
    page = client.get("/en/log/").content.decode()
    assert f"Leaf {place} was published and signed, and its row is missing from the database: it was removed." in page
