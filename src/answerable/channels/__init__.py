"""The letterbox and the sender: every message word for word, and every notice until it is delivered.

In:  what a door hands over (`actions.receive`), what a room above wants told (`actions.tell`).
Out: a kept message with an id, a notice that is sent at least once and marked sent once.
"""
