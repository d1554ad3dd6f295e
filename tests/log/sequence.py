"""One start and one round of the sequencer, in a process of its own that a test may kill or whose disk may fail.

python -m tests.log.sequence DATABASE HOME
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.site.settings")


def main(database: str, home: Path) -> None:
    """Work once; a fault of the disk is the sequencer's own business, so the status says nothing about it."""
    import django

    django.setup()
    from django.db import connection

    from answerable.base import row_scope
    from answerable.ledger import testing

    row_scope.set_process_scope(row_scope.EVERYWHERE)
    connection.settings_dict["NAME"] = database
    with testing.at_home(home):
        testing.sequencer().step(at=testing.AT, everything=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
