"""Letters that came back: the standard reports (RFC 3464), and what servers write that know no standard. Pure."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Final

from flufl.bounce import all_failures

from answerable.channels.email.mime import Letter, header, parse

LONGEST_LOOKED_AT: Final = 65_536  # bytes: servers say what failed above the letter that they send back

_OURS: Final = re.compile(rb"<?notice\.([1-9][0-9]{0,18})\.([0-9a-f]{20})@|\+([1-9][0-9]{0,18})\.([0-9a-f]{20})@")
_FAULTS: Final = (UnicodeError, LookupError, ValueError, TypeError, AttributeError, AssertionError, StopIteration)
_STATUS: Final = re.compile(r"^([245])\.\d{1,3}\.\d{1,3}")
STATES: Final = {
    "failed": "returned",
    "delayed": "delayed",
    "delivered": "delivered",
}  # relayed, expanded prove nothing


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report says of one address.

    address  the receiver that it names
    state    returned | delayed | delivered; empty for what proves nothing
    status   its enhanced status code (RFC 3463), or nothing
    """

    address: str
    state: str
    status: str


def reported(letter: Letter) -> list[Returned]:
    """What a standard report says, address by address; empty where the letter is none."""
    return [one for part in letter.walk() if part.get_content_type() == "message/delivery-status" for one in _of(part)]


def _of(part: Letter) -> list[Returned]:
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    found = []
    for block in blocks:
        address = header(block, "Final-Recipient") or header(block, "Original-Recipient")
        if not address:
            continue
        status = _STATUS.match(header(block, "Status"))
        action = header(block, "Action").lower().split(" ")[0]
        state = STATES.get(action, "")
        if state == "returned" and status and status[1] == "4":
            state = "delayed"
        found.append(Returned(address.partition(";")[2].strip().strip("<>"), state, status[0] if status else ""))
    return found


def failed_addresses(raw: bytes) -> frozenset[str]:
    """The addresses that a bounce names, whether for good or for now, in whichever of the shapes that servers have written.

    The shapes are flufl.bounce's, Mailman's own; a letter that fits none names nobody.
    """
    try:
        for_now, for_good = all_failures(parse(raw[:LONGEST_LOOKED_AT]))
    except _FAULTS:
        return frozenset()
    return frozenset(address.decode("utf-8", "replace") for address in {*for_now, *for_good})


def own_names(raw: bytes) -> list[str]:
    """Names of notices of ours that stand anywhere in a letter, as `Words.refers` writes them; in their order, each once."""
    found = []
    for match in _OURS.finditer(raw[:2_000_000]):
        ref, seal = (match[1], match[2]) if match[1] else (match[3], match[4])
        name = f"notice/{ref.decode()}.{seal.decode()}"
        if name not in found:
            found.append(name)
    return found[:100]


def is_report(letter: Letter) -> bool:
    """Say whether a letter is a report of a mail server about another letter."""
    if letter.get_content_type() == "multipart/report":
        return True
    return any(part.get_content_type() == "message/delivery-status" for part in letter.walk())
