"""The pages of this room, by door."""
