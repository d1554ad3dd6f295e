"""The verifier as one file that a bare Python 3.11 runs: `python3 answerable-verify.pyz receipt my.tlog-proof ...`.

Whoever builds it from the same sources has the same bytes: nothing is compressed, every date is the same, the order is
that of the names. So its SHA-256 can be published by those who watch a log, and anybody can compare: a server that lies
about its log would hand out a verifier that lies as well. Get the hash from a witness.

Inside are these very modules, readable in any editor (`unzip` takes them out). Where the library `cryptography` is
installed it checks the signatures, otherwise `ed25519` does.
"""

import io
import zipfile
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

NAME: Final = "answerable-verify.pyz"
_FIRST: Final = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT: Final = frozenset({"tests", "testing.py", "__pycache__"})
_MAIN: Final = b"import sys\n\nfrom answerable_verify.cli import main\n\nsys.exit(main())\n"
_HEAD: Final = b"#!/usr/bin/env python3\n"


def parts() -> dict[str, bytes]:
    """What goes in, by its name in the file."""
    package = __name__.partition(".")[0]
    found = {"__main__.py": _MAIN}
    waiting: list[tuple[str, Traversable]] = [(package, files(package))]
    while waiting:
        name, folder = waiting.pop()
        for one in folder.iterdir():
            if one.name in _LEFT_OUT:
                continue
            if one.is_dir():
                waiting.append((f"{name}/{one.name}", one))
            elif one.name.endswith(".py"):
                found[f"{name}/{one.name}"] = one.read_bytes()
    return found


def build() -> bytes:
    """The file, the same bytes whoever builds it."""
    out = io.BytesIO()
    out.write(_HEAD)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, raw in sorted(parts().items()):
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            packed.writestr(entry, raw)
    return out.getvalue()


def digest() -> str:
    """The SHA-256 of the file, in hexadecimal."""
    return sha256(build()).hexdigest()
