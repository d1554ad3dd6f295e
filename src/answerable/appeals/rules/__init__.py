"""The law of this room: pure functions, no Django, no clock."""
