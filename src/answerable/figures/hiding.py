"""The process that hides counts: tables as JSON in, which of their cells to hide out. numpy and scipy end with it."""

import json
import sys
from typing import Any


def hide(given: dict[str, Any]) -> list[int]:
    """The places of the cells to hide; all that can be hidden where the sums would give one away all the same."""
    from answerable.figures import suppression

    table = suppression.table(
        given["counts"],
        [(total, parts) for total, parts in given["sums"]],
        known=given["known"],
        hidden=given["hidden"],
        told=given["told"],
    )
    try:
        hidden = suppression.protect(table, least=given["least"])
    except suppression.GivenAwayError:
        hidden = ~table.open & ~table.known | suppression.primary(table, given["least"])
    return [int(place) for place in hidden.nonzero()[0]]


def main() -> None:
    """Hide what is given."""
    sys.stdout.write(json.dumps(hide(json.loads(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
