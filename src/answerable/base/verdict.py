"""Yes, or no with a reason: what a policy answers, and the two refusals that a page understands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a policy. An empty reason is a yes; a no carries the key of a sentence in `wording`."""

    reason: str = ""

    def __bool__(self) -> bool:
        """True when the actor may."""
        return not self.reason


class RefusedError(Exception):
    """The actor may not do this. Shown as 403 where existence is known, as 404 elsewhere."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotNowError(Exception):
    """The thing is not in a state in which this can be done (409); `reason` is a key of `wording`."""

    def __init__(self, reason: str, **words: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words


class MissingError(Exception):
    """No such thing for this actor: absent and forbidden alike (404)."""


class InvalidError(Exception):
    """What was given cannot be taken: `faults` names each field and the cure (a key of `wording`)."""

    def __init__(self, **faults: str) -> None:
        super().__init__(", ".join(f"{field}: {reason}" for field, reason in faults.items()))
        self.faults = faults


def must(verdict: Verdict) -> None:
    """Raise Refused when the verdict is a no."""
    if not verdict:
        raise RefusedError(verdict.reason)
