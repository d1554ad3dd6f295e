"""What an operator's shell talks to, and what stands before any room: no Django, nothing of `answerable` is imported.

`config` is what an installation may set; `cluster` is our own PostgreSQL; `serving` the supervisor; `backups` takes, tries
and puts back; `commands` are the commands that need nothing else. Whatever needs rooms is started as a process of its own
by the one name in `program`.
"""
