"""The quick way to a first leaf is the plain way: same salts, same commitment, same bytes."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from answerable.ledger import leaves
from answerable.ledger.testing import DAY, QUICK
from answerable_verify import act_leaf, check_opening, commit, parse_leaf

TEXTS = st.text(max_size=60)


@given(
    text=TEXTS, at=TEXTS, place=st.none() | TEXTS, number=st.from_regex(r"[A-Z]{3}-20[0-9]{2}-[0-9]{5}", fullmatch=True)
)
def test_a_first_leaf_is_what_the_verifier_would_write(text: str, at: str, place: str | None, number: str) -> None:
    fields = {"text": text, "at": at, "actor": "sender"} | ({} if place is None else {"terr": place})
    code, key = b"c" * 16, b"k" * 32
    quick = leaves.first_leaf(
        code=code, key=key, on=DAY, due=None, body="dep", channel="web", place=QUICK, fields=fields
    ).finished(number)
    said = {name: leaves.committed(value) for name, value in fields.items()} | {"number": number}
    h, opening = commit(key, 0, said)
    plain = act_leaf(
        kind="registered",
        case=leaves.code_text(code),
        n=0,
        on=DAY,
        body="dep",
        territory="all",
        group="all",
        h=base64.b64encode(h).decode(),
        channel="web",
        due=leaves.NO_TERM,
    )
    assert quick == plain
    assert check_opening(parse_leaf(quick).h, opening) == said


@given(st.text(max_size=40))
def test_a_code_is_itself_or_its_digest(code: str) -> None:
    assert leaves.token(leaves.token(code)) == leaves.token(code)
