"""The type of the pages: two families that come as packages, cut to the signs and weights that pages use.

Cut once, at set-up or at the first start, and kept beside the other static files (never in the repository: the packages
are locked with hashes, so the same letters come out anywhere). The sheet `type.css` names what was cut; where nothing
could be (a read-only folder, the packages away) no page asks for it, and the reader's own letters are shown.

A first visit loads two faces, at most 60 KB (docs/decisions/0120-type.md); signs beyond English, Ukrainian and Russian
stand in files of their own, which a browser fetches only for a page that shows one (`unicode-range`, CSS Fonts 4).
"""

import hashlib
import io
import logging
import os
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final

log = logging.getLogger(__name__)
FOLDER: Final = Path(__file__).parent / "static" / "site" / "type"
SHEET: Final = FOLDER / "type.css"
ADDRESS: Final = "site/type/type.css"

Ranges = tuple[tuple[int, int], ...]
# English, Ukrainian, Russian, and the marks that texts in them use: quotes, dashes, §, №, €, ₴, arrows, the tick.
NEAR: Final[Ranges] = (
    (0x20, 0x7E), (0xA0, 0xA0), (0xA7, 0xA7), (0xA9, 0xA9), (0xAB, 0xAB), (0xAD, 0xAD), (0xB0, 0xB1), (0xB7, 0xB7),
    (0xBB, 0xBB), (0xD7, 0xD7), (0x2BC, 0x2BC), (0x401, 0x401), (0x404, 0x404), (0x406, 0x407), (0x410, 0x44F),
    (0x451, 0x451), (0x454, 0x454), (0x456, 0x457), (0x490, 0x491), (0x2009, 0x200A), (0x2010, 0x2015), (0x2018, 0x201A),
    (0x201C, 0x201E), (0x2020, 0x2020), (0x2022, 0x2022), (0x2026, 0x2026), (0x202F, 0x202F), (0x2039, 0x203A),
    (0x20AC, 0x20AC), (0x20B4, 0x20B4), (0x2116, 0x2116), (0x2190, 0x2193), (0x2212, 0x2212), (0x2260, 0x2260),
    (0x2264, 0x2265), (0x2713, 0x2713),
)  # fmt: skip
# What other languages of Europe write: Latin-1, Latin Extended-A, the rest of Cyrillic.
FAR: Final[Ranges] = (
    (0xA1, 0xA6), (0xA8, 0xA8), (0xAA, 0xAA), (0xAC, 0xAC), (0xAE, 0xAF), (0xB2, 0xB6), (0xB8, 0xBA), (0xBC, 0xD6),
    (0xD8, 0x17F), (0x218, 0x21B), (0x400, 0x400), (0x402, 0x403), (0x405, 0x405), (0x408, 0x40F), (0x450, 0x450),
    (0x452, 0x453), (0x455, 0x455), (0x458, 0x45F), (0x492, 0x4FF),
)  # fmt: skip
FEATURES: Final = ("kern", "mark", "mkmk", "ccmp", "locl", "tnum")


@dataclass(frozen=True, slots=True)
class Typeface:
    """One cut of a family.

    axes     where each axis of the variable font is held: a number, or a pair for what stays variable
    weights  as CSS says them: one, or "from to"
    """

    code: str
    family: str
    package: str
    file: str
    axes: tuple[tuple[str, float | tuple[float, float]], ...]
    weights: str


_PLEX: Final = ("IBM Plex Sans", "fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght].ttf")
_LITERATA: Final = ("Literata", "fontpkg_literata", "Literata[opsz,wght].ttf")
TYPEFACES: Final = (
    Typeface("sans", *_PLEX, axes=(("wdth", 100.0), ("wght", (400.0, 600.0))), weights="400 600"),
    Typeface("heading", *_LITERATA, axes=(("opsz", 24.0), ("wght", 700.0)), weights="700"),
    Typeface("words", *_LITERATA, axes=(("opsz", 16.0), ("wght", 400.0)), weights="400"),
)


def stamp() -> str:
    """What the cut files are true for: the packages' versions and this very module; empty where a package is away."""
    packages = sorted({each.package for each in TYPEFACES})
    try:
        versions = [metadata.version(package.replace("_", "-")) for package in packages]
    except metadata.PackageNotFoundError:
        return ""
    return hashlib.sha256("\n".join([*versions, Path(__file__).read_text(encoding="utf-8")]).encode()).hexdigest()


def is_cut() -> bool:
    """Whether a sheet lies there: what a page asks before it names it."""
    return SHEET.exists()


def cut_typefaces() -> list[Path]:
    """Cut what is not cut yet; gives the files that were made, none where all is well or nothing can be done."""
    known = stamp()
    if not known:
        log.warning("the packages of the type are not installed: pages are shown in the reader's own letters")
        return []
    if is_cut() and SHEET.read_text(encoding="utf-8").startswith(f"/* {known} */"):
        return []
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        return _cut(known)
    except OSError as no:
        log.warning("the type could not be cut (%s): pages are shown in the reader's own letters", no.strerror)
        return []


def _cut(known: str) -> list[Path]:
    made, rules = [], [f"/* {known} */"]
    for face in TYPEFACES:
        whole = _whole(face)
        for ranges in (NEAR, FAR):
            letters = _woff2(whole, ranges)
            path = FOLDER / f"{face.code}.{hashlib.sha256(letters).hexdigest()[:12]}.woff2"
            _put(path, letters)
            made.append(path)
            rules.append(_rule(face, path, ranges))
    for old in set(FOLDER.glob("*.woff2")) - set(made):
        old.unlink(missing_ok=True)
    _put(SHEET, "\n".join([*rules, ""]).encode())  # last: it names only what lies there
    return [*made, SHEET]


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: two processes may cut at once."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def _rule(face: Typeface, path: Path, ranges: Ranges) -> str:
    spoken = ", ".join(f"U+{first:X}-{last:X}" if first != last else f"U+{first:X}" for first, last in ranges)
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weights}; font-display: swap; '
        f'src: url("{path.name}") format("woff2"); unicode-range: {spoken}; }}'
    )


def _whole(face: Typeface) -> bytes:
    """The family held at the face's weight and size, with all signs that any of its files has: cut from once for each."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    source = resources.files(face.package) / "files" / face.file
    with resources.as_file(source) as path, TTFont(path) as font:
        _keep_only(font, (*NEAR, *FAR))
        return _saved(instancer.instantiateVariableFont(font, dict(face.axes), inplace=True))


def _woff2(whole: bytes, ranges: Ranges) -> bytes:
    """The signs of `ranges` in one file for browsers."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(whole)) as font:
        _keep_only(font, ranges)
        font.flavor = "woff2"
        return _saved(font)


def _keep_only(font: Any, ranges: Ranges) -> None:
    """Drop every other sign, and hints (screens smooth letters by themselves)."""
    from fontTools import subset

    options: Any = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = list(FEATURES), False, True
    options.drop_tables += ["STAT", "MVAR", "DSIG", "meta"]
    options.name_IDs, options.glyph_names = [1, 2], False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[sign for first, last in ranges for sign in range(first, last + 1)])
    cutter.subset(font)


def _saved(font: Any) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
