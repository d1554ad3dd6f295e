"""What a backup needs of the rooms once it is put back: `replaying` does again what was erased, `examining` looks what opens.

Everything else of backups needs no room and is in `answerable_host.backups`.
"""
