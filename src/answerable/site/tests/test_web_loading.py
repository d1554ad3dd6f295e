"""What the web server loads before its workers are forked from it (`commands/web.py`)."""

import json
import subprocess
import sys

LOADED = """
import gc, json, sys, threading
from answerable.site.commands import web
web.load()
print(json.dumps([gc.get_freeze_count() > 100_000, threading.active_count(), "answerable.people.forms" in sys.modules,
                  "zxcvbn" in sys.modules]))
"""


def test_workers_share_what_is_loaded_and_nothing_large_is_loaded_before_it_is_needed() -> None:
    """Pages are loaded and frozen, no thread runs that a fork would lose, and lists of guessable passwords stay on disk."""
    said = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    assert json.loads(said) == [True, 1, True, False]
