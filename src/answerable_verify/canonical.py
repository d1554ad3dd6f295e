"""The one spelling of JSON that is hashed: keys sorted, no spaces, minimal escapes, no fractions, no null."""

import json
from typing import Any, NoReturn

from .strict import RejectedError, utf8

Json = dict[str, Any]


def write_json(value: Json) -> bytes:
    """The canonical bytes of a JSON object."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def read_json(raw: bytes, where: str) -> Json:
    """The JSON object written in canonical bytes. Refuses everything that would be written otherwise."""

    def unique(pairs: list[tuple[str, Any]]) -> Json:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise RejectedError(where, "a key occurs twice")
        return found

    def never(_: str) -> NoReturn:
        raise RejectedError(where, "a number that is not whole")

    try:
        value = json.loads(
            utf8(raw, where), object_pairs_hook=unique, parse_float=never, parse_constant=never, parse_int=_whole(where)
        )
        canonical = isinstance(value, dict) and write_json(value) == raw
    except RejectedError:
        raise
    except (ValueError, RecursionError):  # UnicodeEncodeError of a lone surrogate is a ValueError too
        raise RejectedError(where, "not JSON") from None
    if not canonical:
        raise RejectedError(where, "not a JSON object in its canonical spelling")
    return dict(value)


def _whole(where: str) -> Any:
    def read(digits: str) -> int:
        if len(digits) > 16:  # beyond what every reader keeps exact
            raise RejectedError(where, "a number that is too large")
        return int(digits)

    return read
