"""The only room that knows all rooms: configuration, the database server, doors, errors, the command line and the look.

In comes a folder for the state and, if wanted, the address of a database; out goes a running system.
"""
