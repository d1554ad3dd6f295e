"""A resident at the real HTTP door, many times: posts the last screen of the public form and reads number and code.

    python bench/door.py PORT SECONDS CLIENTS

prints one JSON line: accepted appeals, seconds, latencies in ms. Run as a process of its own, so that its CPU can be
told from the server's.
"""

import http.client
import json
import re
import secrets
import sys
import threading
import time
import urllib.parse
from typing import Any

WORDS = [
    "street",
    "lamp",
    "dark",
    "school",
    "crossing",
    "patrol",
    "night",
    "noise",
    "neighbour",
    "music",
    "parked",
    "pavement",
    "letter",
    "answer",
    "nobody",
    "came",
    "twice",
    "asked",
    "hospital",
    "market",
    "station",
    "water",
    "bridge",
    "garden",
    "window",
    "broken",
    "glass",
    "bottle",
    "shouting",
    "evening",
    "morning",
]
NUMBER = re.compile(rb"[A-Z]{3}-20\d\d-\d{5}")


def form(number: int) -> bytes:
    """The last screen as a browser without scripts sends it; about 60 words, no two alike."""
    words = [WORDS[(number * 7 + place * (place + number)) % len(WORDS)] for place in range(60)]
    words.insert(number % 60, f"word{number}{secrets.token_hex(3)}")
    first: dict[str, Any] = {"text": " ".join(words), "kind": "report", "about": "", "where": f"Street {number % 90}"}
    fields = {
        "token": secrets.token_urlsafe(32),
        "safe": "",
        "first": json.dumps(first),
        "screen": "second",
        "contact": "",
        "name": "",
        "address": "",
        "go": "send",
    }
    return urllib.parse.urlencode(fields).encode()


class Client(threading.Thread):
    """One resident after another over one connection."""

    def __init__(self, port: int, until: float, number: int) -> None:
        super().__init__(daemon=True)
        self.port, self.until, self.number = port, until, number
        self.times: list[float] = []
        self.refused: list[str] = []

    def run(self) -> None:
        """Send until the time is up."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": f"127.0.0.1:{self.port}"}
        while time.monotonic() < self.until:
            body = form(self.number * 1_000_000 + len(self.times))
            began = time.monotonic()
            link.request("POST", "/en/write/", body=body, headers=headers)
            answer = link.getresponse()
            page = answer.read()
            if answer.status == 200 and NUMBER.search(page):
                self.times.append(time.monotonic() - began)
            else:
                self.refused.append(f"{answer.status}: {page[:200]!r}")
                if len(self.refused) > 20:
                    return


def main() -> None:
    """Send from so many clients for so long; print what came of it."""
    port, seconds, clients = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    began = time.monotonic()
    everybody = [Client(port, began + seconds, number) for number in range(clients)]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    times = sorted(taken for one in everybody for taken in one.times)
    refused = [why for one in everybody for why in one.refused]
    spent = time.monotonic() - began
    p50, p95 = (round(times[int(len(times) * part)] * 1000, 1) if times else None for part in (0.5, 0.95))
    print(json.dumps({"accepted": len(times), "seconds": spent, "p50": p50, "p95": p95, "refused": refused[:3]}))


if __name__ == "__main__":
    main()
