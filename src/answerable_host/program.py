"""How a part of the system is started: the one name above this package that is known here, as a program and not a module."""

import sys
from typing import Final

COMMAND: Final = (sys.executable, "-m", "answerable.site.cli")  # followed by a command and its words
