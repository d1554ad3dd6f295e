"""The tables of this room of which the journal holds every row: all of the place's law, as its pack loaded it."""

from typing import Final

from answerable.base.held import PACK, HeldTable
from answerable.law.models import Category, Ground, Jurisdiction, Profile, Rung, Setting, Template

HELD: Final = (
    HeldTable(Category, "category", also=PACK, watched=True),
    HeldTable(Jurisdiction, "jurisdiction", also=PACK, watched=True),
    HeldTable(Profile, "profile", also=PACK, watched=True),
    HeldTable(Ground, "ground", also=PACK, watched=True),
    HeldTable(Template, "template", also=PACK, watched=True),
    HeldTable(Rung, "rung", also=PACK, watched=True),
    HeldTable(Setting, "setting", "name", "name", named=True, also=PACK, watched=True),
)
