"""Pages of this room, split by door."""
