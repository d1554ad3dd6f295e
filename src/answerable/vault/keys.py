"""Where the keys of this installation come from: the one place of the room that asks the settings."""

from pathlib import Path

from django.conf import settings


def server_key() -> bytes:
    """Give the server key, all its generations; it lives in a file outside the database and its backups."""
    key: bytes = settings.ANSWERABLE.server_key
    return key


def clamd() -> str:
    """Where clamd listens; empty where there is none."""
    place: str = settings.ANSWERABLE.clamd
    return place


def files_home() -> Path:
    """Give the folder of sealed files."""
    home: Path = settings.ANSWERABLE.home
    return home / "files"
