"""Commands of the rooms: a module here that has a `command` (click) is found by the command line."""
