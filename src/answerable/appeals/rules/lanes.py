"""When very many messages come at once from one place: who goes on at once, who waits, how hard a browser works.

Nothing is refused. A message that has to wait says until when, and is taken then; a browser that works for it needn't
wait. Away from such hours nobody is counted at all. Pure.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from typing import Final

FREE: Final = 20  # messages that one place may send before it waits ...
PER: Final = timedelta(minutes=10)  # ... and in how long they come back
SHORTEST: Final = timedelta(seconds=30)
LONGEST: Final = timedelta(minutes=15)  # whoever waits waits no longer, however many do
EASIEST: Final = 50_000  # numbers to try at most: a second on a computer, some seconds on an old telephone
HARDEST: Final = 1_000_000
MINUTE: Final = 60.0


@dataclass(slots=True)
class Gauge:
    """How many messages this process got within the last minute; `busy` is the number from which senders are counted.

    Instants are seconds of any clock that doesn't go back. Not exact between threads, and needn't be.
    """

    busy: int
    came: "deque[float]" = field(default_factory=deque)

    def is_busy(self, instant: float) -> bool:
        """Count one more message; say whether it is one of too many."""
        self.came.append(instant)
        while self.came and self.came[0] <= instant - MINUTE:
            self.came.popleft()
        while len(self.came) > self.busy + 1:  # no more are needed to know
            self.came.popleft()
        return len(self.came) > self.busy


def wait(debt: float) -> timedelta:
    """How long a message waits that came when its place had sent `debt` more than it may."""
    each = PER / FREE
    return min(LONGEST, max(SHORTEST, each * max(0.0, debt)))


def numbers(debt: float) -> int:
    """How many numbers a browser tries at most in order not to wait: more the more its place has sent."""
    return int(min(HARDEST, EASIEST * (1 + max(0.0, debt) / FREE)))


def place_of(address: str, *, onion: bool) -> str:
    """What is counted together: an address; all who come by the onion service, who have none.

    Empty for a caller on this machine: a proxy in front that isn't believed, or a benchmark. It says nothing of anybody.
    """
    if onion:
        return "onion"
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if found.is_loopback:
        return ""
    return str(found)
