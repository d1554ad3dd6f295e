"""What reads strangers' bytes, each with what it may answer. A target returns, or raises what it says it raises.

Anything else is a fault: another exception, a hang, a dead process. `SEEDS` are honest inputs to begin with.
"""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import yaml

from answerable.appeals.rules import copies, importing, points
from answerable.base.packs import lines
from answerable.base.packs.faults import Faults
from answerable.people import oidc
from answerable.vault import cleaning, testing
from answerable.vault.rules import codes, files, search
from answerable.vault.terms import CodeMisreadError, FileRefusedError
from answerable_verify import canonical, checkpoint, leaf, note, policy, proof, receipt, tiles
from answerable_verify.strict import RejectedError
from tests.fuzz import verifying

KEY: Final = b"k" * 32
POLICY: Final = (
    b"log example.org+8c1b6ab5+AcPkyC6qPjmFbGQhDeS8kPnI6P4Fpn0D5hL0iMaBJrkg https://example.org/log\nquorum none\n"
)
_CASE: Final = (
    b'{"b":"d05","c":"MphzSSDNfJqLApiLW3dAXg","d":"2026-09-05",%b"g":"all","h":"ni7qYgqs6+KanOqkJI2Ww+9FD3dtIL6tQ9gL'
)
_CASE_END: Final = b'LCbmskc=","k":"%b","n":4,"t":"all","v":2,"x":{%b}}'
_LEAVES: Final = (
    b'{"v":1,"k":"appeal.registered","d":"2026-03-03"}',
    b'{"d":"2026-09-05","k":"number-void","v":2,"x":{"number":"K-2026-00131"}}',
    (_CASE + _CASE_END) % (b'"due":"2026-10-01",', b"promise-made", b'"src":"meeting"'),
    (_CASE + _CASE_END) % (b"", b"closed", b'"a":"d05","e":"solved","w":"own"'),
)
_LETTER: Final = "We ask you: 1) close the market; 2) tell us who decides. Прошу відповісти! Тел. +380 67 000 00 00, вул. Шкільна 12/3-А"


@dataclass(frozen=True, slots=True)
class Target:
    """One reader of strangers' bytes."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def read_code(data: bytes) -> None:
    """A typed follow-up code: read, and then shown as it is read again; or misread."""
    with suppress(CodeMisreadError):
        code = codes.read_code(data.decode("utf-8", "replace"))
        assert codes.read_code(codes.code_groups(code)) == code


def read_note(data: bytes) -> None:
    """A signed note and the checkpoint in it."""
    with suppress(RejectedError):
        text, _ = note.parse_note(data)
        checkpoint.parse_checkpoint(text)


def read_proof(data: bytes) -> None:
    """A proof of logging: what is read is written again as it was."""
    with suppress(RejectedError):
        assert proof.format_proof(proof.parse_proof(data)) == data


def read_receipt(data: bytes) -> None:
    """A receipt under a policy of nobody's keys: never believed."""
    with suppress(RejectedError):
        receipt.verify_receipt(data, policy.parse_policy(POLICY))
        raise AssertionError("nobody signed this")


def read_policy(data: bytes) -> None:
    """A policy of witnesses."""
    with suppress(RejectedError):
        policy.parse_policy(data)


def read_leaf(data: bytes) -> None:
    """A leaf of the public log, and the strict JSON it is written in: what is read is written again as it was."""
    with suppress(RejectedError):
        canonical.read_json(data, "fuzz")
    with suppress(RejectedError):
        leaf.parse_leaf(data)
        assert leaf.write_leaf(canonical.read_json(data, "fuzz")) == data


def read_tiles(data: bytes) -> None:
    """Tiles: their paths, bundles of entries, rows of hashes."""
    with suppress(RejectedError):
        tiles.parse_tile_path(data.decode("utf-8", "replace"))
    for count in (1, 2, 256):
        with suppress(RejectedError):
            assert tiles.bundle(tiles.parse_bundle(data, count)) == data
        with suppress(RejectedError):
            tiles.parse_hashes(data, count)


def read_upload(data: bytes) -> None:
    """An uploaded file: refused with a reason, or cleaned. What its decoder stumbles over ends in the child process."""
    try:
        kind = files.admit("a.bin", data)
    except FileRefusedError:
        return
    assert files.tidy_name(data[:80].decode("utf-8", "replace"), kind).endswith(tuple(f".{end}" for end in _ENDINGS))
    with suppress(Exception):  # any exception of a decoder means: no copy
        copy, media, _ = cleaning.clean(data, kind.family, kind.ending)
        assert files.kind_of(copy).media == media


def read_pack(data: bytes) -> None:
    """A pack's YAML and CSV: read with faults, never with an exception."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        for reading in (
            lambda: lines.read_yaml(path, "x.yaml", Faults()),
            lambda: list(lines.read_csv(path, "x.csv", Faults(), columns=("code", "name"))),
        ):
            reading()


def read_register(data: bytes) -> None:
    """A register to import: the map, and rows by it."""
    head, _, rest = data.partition(b"\n---\n")
    text = rest.decode("utf-8", "replace").replace("\x00", "")
    with suppress(csv.Error):
        rows = list(csv.DictReader(io.StringIO(text)))[:20]
        columns = list(rows[0]) if rows else []
        try:
            given = yaml.safe_load(head.decode("utf-8", "replace"))
        except (yaml.YAMLError, ValueError, RecursionError):
            return
        known = {"body": frozenset({"a"}), "category": frozenset({"b"}), "territory": frozenset({"c"})}
        with suppress(importing.UnmappedError, importing.UnfitRowError):
            by = importing.read_map(given, columns=[str(name) for name in columns], known=known)
            for row in rows:
                importing.read_row({str(name): str(value) for name, value in row.items()}, by)


def read_words(data: bytes) -> None:
    """A letter: its points, its search tokens, its marks; never a fault, whatever is written."""
    text = data.decode("utf-8", "replace") + ("\ud800" if data[:1] == b"\xed" else "")
    assert points.suggested(text)
    assert len(search.tokens(KEY, text)) <= search.MOST
    assert len(copies.marks(KEY, text)) <= copies.KEPT
    assert len(points.gist(text)) <= 121


def read_keys(data: bytes) -> None:
    """What a provider of sign-in says: keys and a token; never believed, and never an exception but one."""
    keys, _, token = data.partition(b"\n")
    try:
        said = json.loads(keys)
    except (ValueError, RecursionError):
        return
    way = oidc.Going("s", "n", "v", "/desk/", 0.0)
    client = oidc.Client("https://issuer.example", "us", "", "https://us.example/back")
    if isinstance(said, dict):
        with suppress(oidc.UntrustedError):
            oidc._subject(token.decode("latin-1"), said, client, way, _EPOCH)
            raise AssertionError("nobody signed this")


def _documents() -> tuple[bytes, ...]:
    sounds = testing.sounds()
    return (
        testing.jpeg(mark="m"), testing.png(mark="m"), testing.webp(), testing.pdf("m"), testing.docx("m"),
        testing.odt("m"), "Привіт".encode("cp1251"), *sounds.values(),
    )  # fmt: skip


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return out.getvalue()


_EPOCH: Final = datetime(2026, 3, 3, tzinfo=UTC)
_ENDINGS: Final = (*(kind.ending for kind in files.KINDS.values()), "jpeg", "heif", "oga", "opus", "3gp")
_HASH: Final = "A" * 43 + "="
_PROOF: Final = (
    f"c2sp.org/tlog-proof@v1\nextra e30=\nindex 3\n{_HASH}\n\nexample.org\n4\n{_HASH}\n\n— example.org {_HASH}\n"
)
TARGETS: Final = {
    "code": Target(
        read_code, (b"1234 5678 9012 3456 7890 1234", "１２３４-5678".encode(), b"l2O4 5678 9012 3456 7890 1230")
    ),
    "note": Target(read_note, (f"example.org\n4\n{_HASH}\n\n— example.org {_HASH}\n".encode(),)),
    "proof": Target(read_proof, (_PROOF.encode(),)),
    "receipt": Target(read_receipt, (_PROOF.encode(),)),
    "policy": Target(read_policy, (POLICY, b"witness w example.org+8c1b6ab5+AcPk\ngroup g 1 w\nquorum g\n")),
    "leaf": Target(read_leaf, (*_LEAVES, b"[[[[[[", b'{"a":1e9}')),
    "tiles": Target(read_tiles, (b"tile/0/x001/x234/067.p/8", b"tile/entries/000", b"\x00\x02{}", bytes(64))),
    "log": Target(verifying.read_log, verifying.LOG_SEEDS),
    "signature": Target(verifying.read_signature, verifying.SIGNATURE_SEEDS),
    "draw": Target(verifying.read_draw, verifying.DRAW_SEEDS),
    "upload": Target(read_upload, (*_documents(), _zipped())),
    "pack": Target(read_pack, (b"code: a\nname: {en: A, uk: B}\nlist: [1, 2]\n", b"code,name\na,b\n", b"&a [*a]\n")),
    "register": Target(
        read_register,
        (
            (
                b"register: r\nkey: id\nprefix: NYC\nlanguage: en\nzone: Europe/Kyiv\nkind: {value: report}\ntext: '{t}'\n"
                b"registered: {column: d, format: '%Y-%m-%d'}\nbody: {column: t, values: {x: a}, default: a}\n"
                b"\n---\nid,t,d\n1,x,2026-03-03\n2,y,nonsense\n"
            ),
        ),
    ),
    "words": Target(read_words, (_LETTER.encode(), b"- one\n- two\n", "ё'ґ \u202e \ufeff".encode())),
    "keys": Target(
        read_keys, (b'{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"a"}]}\neyJhbGciOiJSUzI1NiJ9.e30.AA',)
    ),
}
OF_THE_VERIFIER: Final = ("note", "proof", "receipt", "policy", "leaf", "tiles", "log", "signature", "draw")
"""What the one file reads, too: `make fuzz` runs these once more with the verifier out of that file."""
