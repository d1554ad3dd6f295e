"""Where the server key of this installation comes from: the one place of the room that asks the settings."""

from django.conf import settings


def server_key() -> bytes:
    """Give the server key; it lives in a file outside the database and its backups."""
    key: bytes = settings.ANSWERABLE.server_key
    return key
