"""No key, password or token lies in the repository: looks at every tracked file.

    python -m tests.security.secrets_scan

Looked for: private keys of every kind, tokens of well-known services, and words like `password = "..."` with a value
of more than chance. What is meant to be there (test vectors, placeholders of the documentation) is told by `MEANT`.
"""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SHAPES: Final = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "an age private key": re.compile(r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{50,}"),
    "a key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of a forge": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|glpat-[A-Za-z0-9_-]{20,})"),
    "a token of a messenger": re.compile(r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b|xox[abprs]-[A-Za-z0-9-]{10,}"),
    "a signing key of a log": re.compile(r"PRIVATE\+KEY\+[^\s\"']{10,}"),
    "a password in an address": re.compile(r"[a-z]+://[^/\s:@\"'{}<>]+:([^/\s:@\"'{}<>]{3,})@"),
}
NAMED: Final = re.compile(
    r"""(?i)\b[a-z_]*(?:password|passwd|secret|api_?key|token|private_?key)[a-z_]*["']?\s*[:=]\s*["']([^"'\s]{12,})["']"""
)
BITS: Final = 3.6  # a character; words of people lie below, drawn ones above
MEANT: Final = re.compile(
    r"example|noqa: S10[5-7]|placeholder|name:password@|user:pass|\{|\$|<|nobody-guesses", re.IGNORECASE
)
DEED: Final = re.compile(r"[a-z_]+\.[a-z_]+")  # api_key.confirmed: the name of a deed, nothing drawn
PASSED: Final = ("tests/", "/tests/", "testing.py", "bench/")  # named values there are made up; shapes are looked for


def entropy(word: str) -> float:
    """Bits a character, by how often each occurs."""
    counts = Counter(word)
    return -sum(n / len(word) * math.log2(n / len(word)) for n in counts.values())


def tracked() -> list[str]:
    """Every file of the repository. An empty list where there is none (an unpacked archive)."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in done.stdout.split("\0") if name]


def found_in(name: str, text: str) -> Iterator[str]:
    """What looks like a secret in one file; the secret itself is not repeated."""
    made_up = any(part in name for part in PASSED)
    for number, line in enumerate(text.splitlines(), 1):
        for shape, pattern in SHAPES.items():
            match = pattern.search(line)
            # tests look for shapes of their own: their vectors are checked, but not passwords in addresses
            if match and not MEANT.search(match.group()) and not (made_up and shape == "a password in an address"):
                yield f"{name}:{number}: {shape}"
        named = NAMED.search(line)
        drawn = named and not DEED.fullmatch(named.group(1)) and entropy(named.group(1)) > BITS
        if drawn and not made_up and not MEANT.search(line):
            yield f"{name}:{number}: a value that looks drawn, under the name of a secret"


def main() -> int:
    """Say what was found; returns 1 when there is something."""
    found, looked = [], 0
    for name in tracked():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        looked += 1
        found += found_in(name, text)
    print("\n".join([*found, f"{looked} files looked through, {len(found)} that look like a secret"]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
