"""The witness that looks by itself: what a log did not take is delivered at the next run, once."""

import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from answerable_verify.note import verify_note
from answerable_verify.testing import NOON, SmallLog, plain_case
from answerable_witness import Memory, Witness
from answerable_witness.memory import write_key
from answerable_witness.pull import pull_all


def test_cosignature_that_could_not_be_delivered_is_delivered_at_the_next_run(tmp_path):
    log, taken, answers = SmallLog(entries=plain_case(0, date(2026, 8, 20))), [], [503, 200]
    log.publish(tmp_path / "log", at=None)

    class Log(SimpleHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(answers.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Log, directory=str(tmp_path / "log")))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        signer = write_key(tmp_path / "w", "ngo.example.org/w", b"n" * 32)
        witness = Witness(signer, Memory.begin(tmp_path / "w", signer))
        with witness.memory.changing():
            witness.memory.know(log.signer.key, f"http://127.0.0.1:{server.server_address[1]}")
        looked = [pull_all(witness, NOON + 60 * run)[0] for run in range(3)]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert [(one.good, one.words) for one in looked] == [
        (False, "3 entries cosigned, but the log answered 503"),
        (True, "3 entries cosigned and delivered"),
        (True, "3 entries, nothing new"),
    ]
    assert taken[0] == taken[1]
    assert [one.time for one in verify_note(taken[1], [signer.key]).signatures] == [NOON]
