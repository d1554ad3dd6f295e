"""The syntax by which SPSS and PSPP read the answers for researchers: columns, labels, weight, out of the CSV that goes with it.

A variable whose codes are all whole numbers is numeric, the others are text. A name has letters, digits, _ and . only, 64 bytes at
most; a label of a variable has 255 bytes at most, one of a value 120 (IBM SPSS Statistics, Command Syntax Reference). One language:
SPSS knows one label for each.
"""

import re
from collections.abc import Mapping
from typing import Final

from answerable.surveys.microdata import Microdata, Variable

NAME_BYTES: Final = 64
LABEL_BYTES: Final = 255
VALUE_BYTES: Final = 120


def sps_of(given: Microdata, *, file: str, language: str) -> bytes:
    """The syntax for a CSV of that name, labels in one language where it has them."""
    names = _names(given)
    lines = ["* Encoding: UTF-8.", f"GET DATA /TYPE=TXT /FILE={_quoted(file, LABEL_BYTES)} /ENCODING='UTF8'"]
    lines += ["  /DELIMITERS=',' /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES="]
    lines += [f"  {name} {_format(given, place)}" for place, name in enumerate(names)]
    lines[-1] += "."
    for place, variable in enumerate(given.variables):
        label = _in(variable.labels, language) or variable.name
        lines.append(f"VARIABLE LABELS {names[place]} {_quoted(label, LABEL_BYTES)}.")
        lines += _values(names[place], variable, language, numeric=_is_numeric(given, place))
    lines += ["WEIGHT BY weight.", "EXECUTE.", ""]
    return "\n".join(lines).encode()


def _values(name: str, variable: Variable, language: str, *, numeric: bool) -> list[str]:
    told = [(value, _in(labels, language)) for value, labels in variable.categories]
    said = [
        f"  {value if numeric else _quoted(value, VALUE_BYTES)} {_quoted(label, VALUE_BYTES)}"
        for value, label in told
        if label
    ]
    return [f"VALUE LABELS {name}", *said[:-1], f"{said[-1]}."] if said else []


def _names(given: Microdata) -> list[str]:
    """The columns as SPSS may call them, each once."""
    found: list[str] = []
    for variable in given.variables:
        plain = re.sub(r"[^\w.]", "_", variable.name).rstrip(".")[:NAME_BYTES]
        plain = plain if plain[:1].isalpha() else f"v{plain}"
        taken = {each.lower() for each in found}
        found.append(
            next(
                each
                for n in range(len(given.variables) + 1)
                if (each := f"{plain}_{n}" if n else plain).lower() not in taken
            )
        )
    return found


def _is_numeric(given: Microdata, place: int) -> bool:
    codes = {row[place] for row in given.rows} | {value for value, _ in given.variables[place].categories}
    return all(re.fullmatch(r"-?\d{1,15}", code) for code in codes if code)


def _format(given: Microdata, place: int) -> str:
    if given.variables[place].name == "weight":
        return "F20.6"
    longest = max((len(row[place].encode()) for row in given.rows), default=1)
    return "F15.0" if _is_numeric(given, place) else f"A{max(longest, 1)}"


def _in(labels: Mapping[str, str], language: str) -> str:
    """A label in the language, else in the first that there is."""
    return labels.get(language) or next(iter(labels.values()), "")


def _quoted(words: str, most: int) -> str:
    """Words as a string of the syntax, no longer than SPSS takes, on one line."""
    short = " ".join(words.split()).encode()[:most].decode(errors="ignore")
    return "'" + short.replace("'", "''") + "'"
