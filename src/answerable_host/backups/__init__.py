"""Backups that restore: taken while the system runs, sealed to two keys that are elsewhere, tried by a drill.

Comes in: the state folder and our own database server. Goes out: *sets*, a folder each, of a whole copy of the database
and the files, and of what was added since (PostgreSQL's log of writes, new files); apart from them sets of keys; and
beside them the book of erasures, which a restore reads so that nothing erased comes back.

`sets` is a set on disk, `sealing` the streams, `taking` and `keeping` make them, `restoring` puts one back, `drilling`
tries it, `erasures` is the book, `status` what operators see. What a restored installation says of itself and does again needs
its rooms: `answerable.site.backups`, started as a process of its own (`answerable replay`).
"""
