"""The writes of this room: deeds with their leaves, positions and bookmarks, and the growing of the public log."""

from answerable.ledger.actions.positions import SEQUENCER_LOCK, move_bookmark, open_bookmark, sequence
from answerable.ledger.actions.recording import forget, note, record

__all__ = ["SEQUENCER_LOCK", "forget", "move_bookmark", "note", "open_bookmark", "record", "sequence"]
