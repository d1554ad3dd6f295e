"""What a room has to say to whoever follows their own subject, on the page that the subject's own room shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowNote:
    """A note with a way on: title and text as lazy translations, the name of a page below /follow/, and what leads there."""

    title: object
    text: object
    page: str
    says: object
