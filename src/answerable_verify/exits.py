"""Exit codes of `answerable-verify`: nine different things that a script must not confuse, and a sentence for the grave ones."""

from typing import Final

FINE: Final = 0
BROKEN: Final = 1
"""The log changed or forked its past, and that is proven; or what was to be checked (a receipt, a list) is false."""
USAGE: Final = 2
RULES: Final = 3
UNREACHABLE: Final = 4
OUTGROWN: Final = 5
DAMAGED: Final = 6
"""What is served does not belong to what was signed: damage or a lie, it can't be told which, and it accuses nobody."""
UNWITNESSED: Final = 7
"""Too few witnesses saw it, or not lately."""
RETIRED: Final = 8
"""No key that still speaks for the log signed it."""
OLDER: Final = 9
"""We are shown less than was signed before: the log went back, or somebody on the way shows an old view."""

VERDICTS: Final = {
    BROKEN: "The check FAILED: the log does not hold.",
    DAMAGED: "The check STOPPED: what is served is DAMAGED. That accuses nobody; try another way to the log, or a mirror.",
    UNWITNESSED: "The log is NOT WITNESSED as it is shown.",
    RETIRED: "The KEY has changed: nothing that is shown is signed by a key that still speaks for this log.",
    OLDER: "This is an OLDER view than one that was seen before.",
}
