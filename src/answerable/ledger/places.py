"""How far this machine has given places in the journal: a few numbers outside of the database, beside the server key.

Whoever has the database can take a place away from a deed, so that it is given again, and sealed again, over whatever was put
beside it meanwhile; or every seal, so that nothing seems ever to have been sealed. What this machine remembers itself SQL does
not reach: a deed that had a place is not sealed a second time, and from which place on all are sealed is known.

It belongs to one database: where another stands in its place (a restore, a demo) nothing is remembered.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from answerable_verify.mirror import write_durably

FILE: Final = "journal-places"


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """What was given so far.

    database  the database's own number      since   from which position on every place is sealed
    end       the position that is next      newest  the highest id of a deed that has a place
    """

    database: int
    since: int
    end: int
    newest: int

    def had(self, *, entry: int, position: int) -> bool:
        """Whether a deed that is about to get this place must have had one before."""
        return position < self.end and entry <= self.newest


def _path() -> Path:
    return Path(settings.ANSWERABLE.home) / FILE


def known_places(database: int) -> KnownPlaces | None:
    """What this machine remembers of a database; None where that is nothing."""
    try:
        said = KnownPlaces(**json.loads(_path().read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return said if said.database == database else None


def remember_places(known: KnownPlaces) -> None:
    """Keep it; a machine without a folder of its own remembers nothing."""
    if _path().parent.is_dir():
        write_durably(_path(), json.dumps(asdict(known)).encode())


def forget_places() -> None:
    """Forget it: the tables were emptied."""
    _path().unlink(missing_ok=True)
