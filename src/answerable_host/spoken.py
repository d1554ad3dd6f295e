"""The languages of the pack that is loaded, kept beside the state: pages need them before the database can be asked.

Whoever loads a pack and whoever prepares the system keeps them; every process reads them once, when it starts.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

FILE: Final = "languages"
CODE: Final = re.compile(r"[a-z]{2,3}(-([a-z]{2}|[a-z]{4}|[0-9]{3}))?")  # as `answerable.base.languages` spells it, too
LIKE: Final = "write uk, pl, pt-br, zh-hans, es-419"
BEFORE_A_PACK: Final = ("en",)


def cure_for(word: str) -> str:
    """How to write what somebody meant: small letters, a dash, and a region or a script, not both."""
    plain = word.lower().replace("_", "-")
    return f"write {plain}" if CODE.fullmatch(plain) else LIKE


def kept(home: Path) -> tuple[str, ...]:
    """The languages of the pack, the first by default; empty while no pack has been loaded here."""
    path = home / FILE
    words = path.read_text(encoding="utf-8").split() if path.is_file() else []
    return tuple(word for word in words if CODE.fullmatch(word))


def keep(home: Path, languages: Sequence[str]) -> bool:
    """Keep them for whoever starts from now on; says whether they are others than before."""
    if kept(home) == tuple(languages):
        return False
    draft = home / f".{FILE}.{os.getpid()}"
    draft.write_text(" ".join(languages) + "\n", encoding="utf-8")
    draft.replace(home / FILE)
    return True


def catalogues(home: Path) -> Path:
    """Where the translations that this installation adds lie: `LANGUAGE/LC_MESSAGES/django.po`."""
    return home / "locale"
