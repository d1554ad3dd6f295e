"""The pages of this room, each with its door."""
