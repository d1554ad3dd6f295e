"""One tree, two forms: what XML says JSON says, and nothing that somebody typed breaks either."""

import json
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from answerable.channels.open311 import wire
from answerable.channels.open311.wire import CHILDREN, Document

NAMES = st.sampled_from(["code", "description", "lat", "service_code", "metadata"])
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
ROWS = st.dictionaries(NAMES, SCALARS, min_size=1, max_size=4)
LISTS = st.lists(ROWS, max_size=3)


def spark(element: ET.Element) -> Any:
    """XML as the mapping reads it: a container is an array, an empty element null, everything else a text."""
    if element.tag in CHILDREN:
        return [spark(each) for each in element]
    return {each.tag: spark(each) for each in element} if len(element) else element.text or None


def plain(tree: Any) -> Any:
    """JSON with its scalars as texts, an empty one as null: XML knows no other."""
    if isinstance(tree, dict):
        return {name: plain(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [plain(each) for each in tree]
    if isinstance(tree, bool):
        return str(tree).lower()
    return None if tree in (None, "") else str(tree).replace("\r\n", "\n").replace("\r", "\n")  # XML 1.0, 2.11


@given(root=st.sampled_from(["services", "service_requests", "errors"]), rows=LISTS, inner=LISTS)
def test_both_forms_say_the_same(root: str, rows: list[dict[str, Any]], inner: list[dict[str, Any]]) -> None:
    document = Document(root, [*rows, {"code": "x", "attributes": inner}])
    xml, json_ = (document.written(form)[0] for form in ("xml", "json"))
    assert spark(ET.fromstring(xml)) == plain(json.loads(json_))


def test_one_child_stays_an_array_and_the_root_has_no_name_in_json() -> None:
    document = Document("service_requests", [{"service_request_id": "A-1", "lat": None, "metadata": True}])
    assert document.written("json") == (
        b'[{"service_request_id": "A-1", "lat": null, "metadata": true}]',
        "application/json; charset=utf-8",
    )
    assert document.written("xml") == (
        (
            b"<?xml version='1.0' encoding='UTF-8'?>\n<service_requests><request><service_request_id>A-1</service_request_id>"
            b"<lat /><metadata>true</metadata></request></service_requests>"
        ),
        "text/xml; charset=utf-8",
    )


def test_errors_come_several_in_one_answer() -> None:
    assert json.loads(wire.errors([(400, "no lat"), (404, "no such service")]).written("json")[0]) == [
        {"code": 400, "description": "no lat"},
        {"code": 404, "description": "no such service"},
    ]
