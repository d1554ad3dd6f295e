"""The writes of this room: deeds with their leaves, positions and bookmarks, and the growing of the public log."""

from answerable.ledger.actions.positions import SEQUENCER_LOCK, deeds_recorded, sequence
from answerable.ledger.actions.recording import erase_case_key, note, record

__all__ = ["SEQUENCER_LOCK", "deeds_recorded", "erase_case_key", "note", "record", "sequence"]
