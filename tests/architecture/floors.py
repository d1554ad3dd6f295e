"""The contract of the floors for import-linter, read from where the rooms are listed (`site/rooms.py`), so that no second list is.

The list is read as text: the linter imports nothing of the system.
"""

import ast
from pathlib import Path
from typing import Any, Final

from importlinter.contracts.layers import LayersContract

ROOMS: Final = Path(__file__).resolve().parents[2] / "src" / "answerable" / "site" / "rooms.py"


def floors(text: str) -> list[str]:
    """The layers, highest first, as import-linter writes them: rooms of one floor with a bar between them."""
    body = ast.parse(text).body
    rooms = {
        each.name: str(node.module).split(".")[1]
        for node in body
        if isinstance(node, ast.ImportFrom) and str(node.module).endswith(".room")
        for each in node.names
    }
    listed = next(
        node.value for node in body if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "FLOORS"
    )
    found = [[rooms[ast.unparse(room)] for room in floor.elts] for floor in listed.elts]  # type: ignore[union-attr]
    return [*(" | ".join(floor) for floor in reversed(found)), "base"]


class FloorsContract(LayersContract):
    """A room imports only rooms of lower floors, and none of its own."""

    type_name = "floors"

    def __init__(self, name: str, session_options: dict[str, Any], contract_options: dict[str, Any]) -> None:
        layers = floors(ROOMS.read_text(encoding="utf-8"))
        super().__init__(name, session_options, {**contract_options, "layers": layers})
