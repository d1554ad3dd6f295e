"""A file answers one question and says which; a function fits on a screen."""

import ast

from tests.architecture import source

LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        source.name(path)
        for path in source.python(tests=True)
        if path.stat().st_size and not ast.get_docstring(source.tree(path))
    ]
    assert silent == []


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {source.name(path): len(path.read_text().splitlines()) for path in source.python(tests=True)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    """Counted without the docstring, from `def` to the last line."""
    long = {}
    for path in source.python():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                words = node.body[0] if ast.get_docstring(node) else None
                said = (words.end_lineno or 0) - words.lineno + 1 if words else 0
                length = (node.end_lineno or 0) - node.lineno + 1 - said
                if length > LONGEST_FUNCTION:
                    long[f"{source.name(path)}:{node.name}"] = length
    assert long == {}


def test_no_module_is_named_for_nothing() -> None:
    empty = {"utils", "common", "helpers", "helper", "manager", "managers", "service", "services", "misc"}
    assert [source.name(path) for path in source.python() if path.stem in empty] == []
