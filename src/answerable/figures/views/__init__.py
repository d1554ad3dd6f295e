"""Pages of this room, split by what they give."""
