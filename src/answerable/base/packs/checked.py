"""Whether somebody has held what a pack says against its source."""

from enum import StrEnum


class LawStatus(StrEnum):
    """Whether somebody has read the text of the law (contract of deadline profiles)."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    PROMISED = "house"  # no law, a promise of the place
