"""The open reference data of the log, kept outside this repository beside the checkout; tests skip without it."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).resolve().parents[4] / "shared" / "reference" / "tlog"
needed = pytest.mark.skipif(not HOME.is_dir(), reason="the open vectors are not beside this checkout (../shared)")


def load(name: str) -> Any:
    """A JSON file of the reference data; an empty shape when it is absent, so that collection still works."""
    path = HOME / name
    return json.loads(path.read_bytes()) if path.is_file() else {}


def cases(name: str, key: str) -> list[Any]:
    """One list of a file, as parameters named for what they show."""
    found = load(name).get(key, [])
    return [pytest.param(case, id=_name(case, i)) for i, case in enumerate(found)] or [
        pytest.param(None, marks=pytest.mark.skip(reason="the open vectors are not beside this checkout (../shared)"))
    ]


def _name(case: Any, i: int) -> str:
    named = case if isinstance(case, dict) else {}
    why = str(named.get("why") or named.get("desc") or named.get("file") or named.get("source") or "")
    return f"{i}-{''.join(c if c.isalnum() else '-' for c in why)[:48]}"


def raw(text: str | None) -> bytes:
    """The bytes of a base64 string of the vectors."""
    return b64decode(text or "")


def raws(texts: list[str] | None) -> list[bytes]:
    """The bytes of each base64 string."""
    return [b64decode(text) for text in texts or []]
