"""Packs: a folder of data that makes an installation. Read as a whole, refused with every fault named, loaded once.

In:  `load(folder, at=...)`, `check(folder, on=...)`, `find(name)`.
Out: territories, calendars, bodies, roles, first seats, categories, terms, grounds, the ladder, settings: rows of the
rooms below, dated, and one deed `pack.loaded`.
"""

from answerable.base.packs.faults import Fault, PackError
from answerable.site.packs.finding import find, names
from answerable.site.packs.loading import Loaded, load_pack
from answerable.site.packs.whole import check_pack

__all__ = ["Fault", "Loaded", "PackError", "check_pack", "find", "load_pack", "names"]
