"""Translated sentences of this room, split by noun."""
