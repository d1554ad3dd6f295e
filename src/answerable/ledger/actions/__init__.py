"""The writes of this room: deeds with their leaves, positions and bookmarks, and the growing of the public log."""

from answerable.ledger.actions.positions import SEQUENCER_LOCK, deeds_recorded, sequence
from answerable.ledger.actions.recording import forget, note, record

__all__ = ["SEQUENCER_LOCK", "deeds_recorded", "forget", "note", "record", "sequence"]
