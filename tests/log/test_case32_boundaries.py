"""Case 32: at every boundary of tiles, in whatever batches the log grew, the published bytes are the reference's."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from answerable.ledger import keys, testing
from answerable.ledger.actions import appending
from answerable.ledger.models import Tree
from answerable.ledger.sequencing import contents
from answerable_verify.strict import base64_of
from answerable_verify.tests.vectors import load, needed
from answerable_verify.tiles import tiles_of

pytestmark = needed
REFERENCE = load("tiles.json")
SMALL = (
    (1, 255, 256, 257, 511, 512, 513),
    (257, 512),
    (256, 511, 513),
    (255, 257, 512, 513),
    (513,),
    (1, 2, 300, 513),
)


def wait(count: int) -> None:
    """Let the reference's leaves wait, as the acts of one case, so that they keep their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_public_leaf (id, case_code, n, body, leaf_hash, slow) "
            "SELECT 1000 + i, decode(repeat('ab', 16), 'hex'), i, body, sha256('\\x00'::bytea || body), false "
            "FROM (SELECT i, convert_to('open-' || i, 'UTF8') AS body FROM generate_series(0, %s) AS i) made",
            [count - 1],
        )


def grow_to(size: int) -> Tree:
    while (tree := Tree.objects.get()).size < size:
        grown = appending.append(
            before=tree,
            origin=keys.origin(),
            signers=keys.signers(),
            at=testing.AT,
            everything=True,
            most=min(size - tree.size, appending.MOST),
        )
        assert grown is not None
    return tree


def compare(size: int) -> None:
    tree = grow_to(size)
    if str(size) in REFERENCE["roots"]:
        assert base64_of(bytes(tree.root)) == REFERENCE["roots"][str(size)]
    for said in REFERENCE["tiles"]:
        if said["size"] == size:
            files = {tile.path: sha256(contents(tile)).hexdigest() for tile in tiles_of(size)}
            assert len(files) == said["count"]
            lines = "".join(f"{path} {digest}\n" for path, digest in sorted(files.items()))
            assert sha256(lines.encode()).hexdigest() == said["digest"]


@pytest.mark.parametrize("sizes", SMALL, ids=str)
def test_case32_small_boundaries(home: Path, sizes: tuple[int, ...]) -> None:
    del home
    testing.sequencer()
    wait(sizes[-1])
    for size in sizes:
        compare(size)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(65_535, 65_536, 65_537), (513, 65_537)], ids=str)
def test_case32_the_third_level(home: Path, sizes: tuple[int, ...]) -> None:
    del home
    testing.sequencer()
    wait(sizes[-1])
    for size in sizes:
        compare(size)
