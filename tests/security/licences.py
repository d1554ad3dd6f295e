"""Under which licence each locked package comes, and whether that goes together with the AGPL-3.0-or-later.

Read from what is installed (its licence expression, else its classifiers, else its licence field). A package whose
metadata says nothing stands in `LOOKED_UP` with where it was read; a licence that nobody has judged is refused.

    python -m tests.security.licences     writes build/licences.csv
"""

import csv
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
LOCKS: Final = (ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt")
PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)", re.MULTILINE)
# May be part of, or be used by, a work under AGPL-3.0-or-later.
COMPATIBLE: Final = {
    "0BSD", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-3.0-or-later", "ISC",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "LGPL-2.1-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0",
    "PostgreSQL", "Python-2.0", "Unlicense", "Zlib", "CC0-1.0", "OFL-1.1",
    "W3C-20150513",  # permissive; compatible with the GPL by the FSF's list; owlrl, of pyshacl, in tests alone
    "CC-BY-SA-3.0", "GPL-3.0-only",  # dictionaries, read as data beside the programs (0002)
}  # fmt: skip
NAMED: Final = {
    "mit license": "MIT",
    "mit": "MIT",
    "the mit license (mit)": "MIT",
    "bsd license": "BSD-3-Clause",
    "bsd": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "apache software license": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "isc license (iscl)": "ISC",
    "python software foundation license": "PSF-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "gnu general public license v3 (gplv3)": "GPL-3.0-only",
    "gplv3 license": "GPL-3.0-only",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
    "gnu affero general public license v3 or later (agplv3+)": "AGPL-3.0-or-later",
    "the unlicense (unlicense)": "Unlicense",
}
LOOKED_UP: Final[dict[str, tuple[str, str]]] = {
    "atheris": ("Apache-2.0", "its LICENSE file"),
    "axe-playwright-python": ("MIT", "its LICENSE file"),
    "django-zeal": ("MIT", "its LICENSE file; the metadata quotes the text instead of naming it"),
    "imapclient": ("BSD-3-Clause", "its COPYING file"),
    "pymorphy3-dicts-ru": ("MIT AND CC-BY-SA-3.0", "the data are OpenCorpora's: its LICENSE, and opencorpora.org"),
    "pymorphy3-dicts-uk": ("MIT AND GPL-3.0-only", "the data: its setup.py's licence field, GPLv3"),
    "pyrage": ("MIT", "its LICENSE file"),
    "pyxform": ("BSD-2-Clause AND Apache-2.0", "its LICENSE file; ODK Validate in its wheel, which is never run"),
}


def locked() -> dict[str, str]:
    """Every package that a lock pins, with its version."""
    found: dict[str, str] = {}
    for lock in LOCKS:
        found |= dict(PINNED.findall(lock.read_text(encoding="utf-8")))
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def licence(package: str) -> str:
    """The licence of an installed package as an SPDX expression; "" where nothing says. Raises PackageNotFoundError."""
    said = metadata(package)
    if package.lower() in LOOKED_UP:
        return LOOKED_UP[package.lower()][0]
    if expression := said.get("License-Expression"):
        return str(expression)
    classified = [
        word.rpartition(" :: ")[2] for word in said.get_all("Classifier", []) if word.startswith("License :: ")
    ]
    names = [word for word in classified if word not in {"OSI Approved", "Other/Proprietary License"}]
    names = names or [str(said.get("License", "")).strip().splitlines()[0] if said.get("License") else ""]
    return " AND ".join(dict.fromkeys(_spdx(name) for name in names if name))


def _spdx(name: str) -> str:
    return name if name in COMPATIBLE else NAMED.get(name.lower(), name)


def compatible(expression: str) -> bool:
    """Say whether an expression can be met: of what stands with OR one part is enough, of AND every part is needed."""
    words = re.sub(r"[()]", " ", expression)
    return bool(words.strip()) and all(
        any(part.strip().partition(" WITH ")[0] in COMPATIBLE for part in re.split(r"\sOR\s", each))
        for each in re.split(r"\sAND\s", words)
    )


def main() -> int:
    """Write the list; returns 1 when a licence does not fit."""
    place = ROOT / "build" / "licences.csv"
    place.parent.mkdir(exist_ok=True)
    wrong = 0
    with place.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["package", "version", "licence", "fits"])
        for package, version in locked().items():
            try:
                found = licence(package)
            except PackageNotFoundError:
                found = "not installed here"
            fits = compatible(found) or found == "not installed here"
            wrong += not fits
            sheet.writerow([package, version, found, "yes" if fits else "NO"])
            if not fits:
                print(f"{package} {version}: {found or 'no licence said'} does not fit")
    print(f"{len(locked())} packages, {wrong} whose licence does not fit ({place.relative_to(ROOT)})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
