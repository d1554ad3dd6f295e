"""The published files of the log: a projection of the database, which can be written again from it at any time.

Whoever wants them elsewhere than in a folder (S3-compatible storage) writes a class with the four methods of `Folder`:
nothing else in this room touches the files.
"""

import shutil
from pathlib import Path
from typing import Final

from answerable_verify.checkpoint import Checkpoint, parse_checkpoint
from answerable_verify.mirror import write_durably
from answerable_verify.note import parse_note
from answerable_verify.source import CHECKPOINT
from answerable_verify.tiles import WIDTH, LogTile

CHECKPOINT_FILE: Final = CHECKPOINT


class DurableFolder:
    """The files in a folder of this machine, each written whole and durably or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:
        """A file; None where there is none."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, path: str, raw: bytes) -> None:
        """Write a file; when this returns it survives a crash."""
        write_durably(self.root / path, raw)

    def drop_partials(self, tile: LogTile) -> None:
        """The full tile is there and published: its partial ones may go."""
        if tile.width == WIDTH:
            shutil.rmtree(self.root / f"{tile.path}.p", ignore_errors=True)

    def head(self) -> Checkpoint | None:
        """The checkpoint that is published here; None where nothing is."""
        raw = self.read(CHECKPOINT)
        return None if raw is None else head_of(raw)


def head_of(note: bytes) -> Checkpoint:
    """What a note of ours says; who signed it is asked elsewhere."""
    return parse_checkpoint(parse_note(note)[0])
