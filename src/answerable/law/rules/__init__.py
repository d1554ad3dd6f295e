"""The rules of this room: pure functions, no Django, no clock."""
