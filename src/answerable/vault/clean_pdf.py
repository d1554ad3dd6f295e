"""A PDF without what its sender doesn't see: properties, scripts, attached files, miniatures, switched-off layers, form fields.

What stands on the pages stays as it looks: what a form shows becomes a picture of it. Text under a scan (written to be
searched, shown to nobody) stays, for without it a scan can't be read aloud. Imports nothing of Django.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from answerable.vault.terms import FileRefusedError

_PDF_ROOT: Final = (
    "/Metadata", "/OpenAction", "/AA", "/JavaScript", "/PieceInfo", "/Collection", "/AF", "/SpiderInfo", "/Perms", "/OCProperties",
    "/AcroForm", "/Threads",
)  # fmt: skip
_PDF_NAMES: Final = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
_PDF_ANYWHERE: Final = ("/Metadata", "/PieceInfo", "/AA", "/LastModified", "/JS", "/AF", "/Thumb")
_PDF_ACTIONS: Final = (
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie",
)  # fmt: skip
_PDF_NOTES: Final = ("/FileAttachment", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D")
_PDF_NOTE_BODIES: Final = ("/FS", "/Sound", "/RichMediaContent", "/Movie", "/A")
_PDF_NOTE_TELLS: Final = ("/T", "/CreationDate", "/M", "/NM")


def pdf(content: bytes) -> bytes:
    """Write a PDF anew without Info, XMP, scripts, actions, attached files, notes' authors, identifiers, and the hidden.

    Raises FileRefused("locked") for one that asks for a password.
    """
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise FileRefusedError("locked") from None
    with document:
        _take_layers_out(document)
        _take_fields_out(document)
        _drop(document.Root, _PDF_ROOT)
        if "/Names" in document.Root:
            _drop(document.Root["/Names"], _PDF_NAMES)
        _drop(document.trailer, ("/Info",))
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _disarm(thing)
                for inner in list(thing.values()) if isinstance(thing, pikepdf.Dictionary) else []:
                    if isinstance(inner, pikepdf.Dictionary):
                        _disarm(inner)
        out = io.BytesIO()
        document.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _drop(thing: Any, names: tuple[str, ...]) -> None:
    """Take entries out of a dictionary of a PDF, where they are there."""
    for name in names:
        if name in thing:
            del thing[name]


def _disarm(thing: Any) -> None:
    """Take out of one object of a PDF what acts or tells."""
    _drop(thing, _PDF_ANYWHERE)
    if str(thing.get("/Type", "")) == "/OCG":
        _drop(thing, ("/Name", "/Usage"))
    if str(thing.get("/Type", "")) in {"/Annot", "/XObject"} or "/Rect" in thing:
        _drop(thing, ("/OC",))  # whoever reads the copy has no layers to switch
    if str(thing.get("/S", "")) in _PDF_ACTIONS:
        _drop(thing, tuple(thing.keys()))
    subtype = str(thing.get("/Subtype", ""))
    if subtype in _PDF_NOTES:
        _drop(thing, _PDF_NOTE_BODIES)
    if "/Rect" in thing and subtype not in {"/Link", "/Widget"}:
        _drop(thing, _PDF_NOTE_TELLS)


_HIDDEN: Final = 1 | 2 | 32  # flags of a note or a field: invisible, hidden, no view (ISO 32000-1, table 165)
_FIELD: Final = (
    "/V",
    "/DV",
    "/T",
    "/TU",
    "/TM",
    "/FT",
    "/Ff",
    "/Opt",
    "/MK",
    "/DA",
    "/Parent",
    "/Kids",
    "/RV",
    "/I",
    "/TI",
)


def _take_fields_out(document: Any) -> None:
    """Let a form be what it looks like: values that it doesn't show, and fields that are hidden, are gone."""
    import pikepdf

    if "/AcroForm" in document.Root:
        document.generate_appearance_streams()  # a value that no program has drawn yet
    for page in document.pages:
        shown = []
        for note in page.obj.get("/Annots", []):
            if not isinstance(note, pikepdf.Dictionary) or int(note.get("/F", 0)) & _HIDDEN:
                continue
            if str(note.get("/Subtype", "")) == "/Widget":
                note["/Subtype"] = pikepdf.Name("/Stamp")  # drawn by every reader, and a field for none
                _drop(note, _FIELD)
            shown.append(note)
        if "/Annots" in page.obj:
            page.obj["/Annots"] = pikepdf.Array(shown)


def _take_layers_out(document: Any) -> None:
    """Take out what lies on layers that are switched off when the document is opened (ISO 32000-1, 8.11)."""
    import pikepdf

    layers = document.Root.get("/OCProperties")
    off = _switched_off(layers) if isinstance(layers, pikepdf.Dictionary) else frozenset()
    if not off:
        return
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and _is_off(thing.get("/OC"), off):
            thing.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name("/XObject"), Subtype=pikepdf.Name("/Form"), BBox=[0, 0, 0, 0]
            )
            thing.write(b"")
        elif isinstance(thing, pikepdf.Dictionary) and "/Rect" in thing and _is_off(thing.get("/OC"), off):
            thing["/F"] = 2
        elif isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype", "")) == "/Form":
            thing.write(_seen_of(thing, thing.get("/Resources"), off))
    for page in document.pages:
        page.obj["/Contents"] = document.make_stream(_seen_of(page, page.resources, off))


def _switched_off(layers: Any) -> frozenset[tuple[int, int]]:
    """The layers that nobody sees who opens the document, by object and generation."""
    usual = layers.get("/D", {})
    every = {each.objgen for each in layers.get("/OCGs", [])}
    off = {each.objgen for each in usual.get("/OFF", [])}
    if str(usual.get("/BaseState", "")) == "/OFF":
        off = every - {each.objgen for each in usual.get("/ON", [])}
    return frozenset(off)


def _is_off(layer: Any, off: frozenset[tuple[int, int]]) -> bool:
    """Whether a layer, or a membership in several, hides what lies on it."""
    import pikepdf

    if not isinstance(layer, pikepdf.Dictionary):
        return False
    if str(layer.get("/Type", "")) != "/OCMD":
        return layer.objgen in off
    several = layer.get("/OCGs", [])
    members = [several] if isinstance(several, pikepdf.Dictionary) else list(several)
    hidden = [each.objgen in off for each in members if isinstance(each, pikepdf.Dictionary)]
    shown = {"/AllOn": not any(hidden), "/AnyOff": any(hidden), "/AllOff": all(hidden)}
    return bool(hidden) and not shown.get(str(layer.get("/P", "")), not all(hidden))


def _seen_of(drawn: Any, resources: Any, off: frozenset[tuple[int, int]]) -> bytes:
    """The drawing of a page or a form without what lies on layers that are off."""
    import pikepdf

    named = resources.get("/Properties", {}) if isinstance(resources, pikepdf.Dictionary) else {}
    told: bytes = pikepdf.unparse_content_stream(list(_seen(pikepdf.parse_content_stream(drawn), named, off)))
    return told


def _seen(steps: Iterable[Any], named: Any, off: frozenset[tuple[int, int]]) -> Iterator[Any]:
    """The steps of a drawing outside of marked content that is off; marks nest."""
    within: list[bool] = []
    for step in steps:
        word = str(step.operator)
        if word in {"BMC", "BDC"}:
            given = [*step.operands, "", ""]
            on_layer = str(given[0]) == "/OC"
            within.append(on_layer and _is_off(named.get(str(given[1])), off))
        if not any(within):
            yield step
        if word == "EMC" and within:
            within.pop()
