"""Makes `answerable/people/rules/lookalikes.py` from the confusables of Unicode (UTS #39, confusables.txt).

    python bench/lookalikes.py confusables.json > src/answerable/people/rules/lookalikes.py

`confusables.json` is the form in which confusable-homoglyphs 3.3.1 (MIT) carries that table. Taken are single signs that
look like one letter of ASCII and that NFKC leaves as they are; left out are Cyrillic, Greek and accented Latin letters,
which are letters of somebody's language and are read by `spelling`.
"""

import json
import sys
import unicodedata
from pathlib import Path

OWN = ((0x00C0, 0x024F), (0x0370, 0x03FF), (0x0400, 0x052F), (0x1E00, 0x1FFF))
WIDTH = 60

known = json.loads(Path(sys.argv[1]).read_text("utf-8"))
found = {}
for sign, others in known.items():
    if len(sign) != 1 or sign.isascii() or any(low <= ord(sign) <= high for low, high in OWN):
        continue
    if unicodedata.normalize("NFKC", sign) != sign or not unicodedata.category(sign).startswith("L"):
        continue
    looks = [one["c"] for one in others if len(one["c"]) == 1 and one["c"].isascii() and one["c"].isalpha()]
    if looks:
        found[sign] = looks[0]
signs = sorted(found)
rows = [signs[at : at + WIDTH] for at in range(0, len(signs), WIDTH)]
out = [
    '"""Signs that look like a letter of ASCII (Unicode UTS #39, confusables.txt). Made by bench/lookalikes.py; not edited."""',
    "",
    "from typing import Final",
    "",
    "_SIGNS: Final = (",
    *(
        f'    "{"".join(f"{chr(92)}U{ord(one):08x}" if ord(one) > 0xFFFF else f"{chr(92)}u{ord(one):04x}" for one in row[k : k + 10])}"'
        for row in rows
        for k in range(0, len(row), 10)
    ),
    ")",
    "_LETTERS: Final = (",
    *(f'    "{"".join(found[one] for one in row)}"' for row in rows),
    ")",
    "LOOK_ALIKES: Final = dict(zip(_SIGNS, _LETTERS, strict=True))",
    '"""The letter of ASCII for each such sign."""',
]
print("\n".join(out))
