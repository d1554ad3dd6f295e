"""Codes of languages as addresses, packs and columns write them: `uk`, `pt-br`, `zh-hans`, `es-419`."""

import re
from typing import Final

CODE: Final = re.compile(r"[a-z]{2,3}(-([a-z]{2}|[a-z]{4}|[0-9]{3}))?")
"""A language of ISO 639, with a region or a script of BCP 47, not both: so Django and CLDR find the same folder."""
LONGEST: Final = 11  # characters of a column that holds one
