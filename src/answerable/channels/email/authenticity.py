"""How far a letter's sender is proven: what our own receiving server found (RFC 8601). Pure.

Only the results of the server that the mailbox names count; anybody can write such a header above a letter.
"""

import re
from collections.abc import Mapping
from typing import Final

from answerable.channels.email.mime import Letter, headers

_RESULT: Final = re.compile(r"\b(spf|dkim|dmarc|arc)\s*=\s*([a-z]+)", re.IGNORECASE)


def results(letter: Letter, *, authserv: str) -> Mapping[str, str]:
    """spf, dkim, dmarc and arc -> what was found, as our server `authserv` says; the topmost header of its counts."""
    if not authserv:
        return {}
    for written in headers(letter, "Authentication-Results"):
        said, _, rest = written.partition(";")
        if said.strip().split(" ")[0].lower() == authserv.lower():
            return {name.lower(): found.lower() for name, found in reversed(_RESULT.findall(rest))}
    return {}


def proof_of(found: Mapping[str, str]) -> str:
    """Proven where DMARC passed, failed where it failed, else claimed. A forwarder's seal (ARC) excuses a failure."""
    dmarc = found.get("dmarc", "")
    if dmarc == "pass":
        return "proven"
    if dmarc == "fail" and found.get("arc") != "pass":
        return "failed"
    return "claimed"
