"""Passwords of the database roles: drawn once, kept in files of `home/secret`, shown to nobody."""

from pathlib import Path

from answerable_host.config import kept_secret


def password(home: Path, role: str) -> str:
    """The password of a database role."""
    return kept_secret(home, f"database.{role}", 24).hex()
