"""One XLSForm, read in a process of its own (`workbook`), and read once more here as the form that it gave."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from answerable.base.strict_xml import DocumentError
from answerable.surveys.questionnaire.form import Form
from answerable.surveys.questionnaire.workbook import LARGEST
from answerable.surveys.questionnaire.xform import read_xform
from answerable.vault.confinement import run_child


@dataclass(frozen=True, slots=True)
class WorkbookFault:
    """What is wrong with a workbook: sheet and row (0: none), a key of the room's wording, and the word in question."""

    sheet: str
    row: int
    reason: str
    word: str = ""


class FormError(ValueError):
    """A workbook of which no form could be made."""

    def __init__(self, faults: Sequence[WorkbookFault]) -> None:
        super().__init__(", ".join(f"{one.sheet}:{one.row} {one.reason}" for one in faults))
        self.faults = tuple(faults)


def convert_workbook(raw: bytes) -> bytes:
    """The XForm of a workbook. Raises FormError with every fault that was found."""
    if len(raw) > LARGEST:
        raise FormError([WorkbookFault("", 0, "workbook.large")])
    done = run_child("answerable.surveys.questionnaire.workbook", given=raw)
    try:
        said = json.loads(done or b"")
        faults = [WorkbookFault(str(each[0]), int(each[1]), str(each[2]), str(each[3])) for each in said["faults"]]
        form = str(said["form"]).encode()
    except (ValueError, KeyError, TypeError, IndexError):
        raise FormError([WorkbookFault("", 0, "workbook.unreadable")]) from None
    if not faults and not form:
        faults = [WorkbookFault("", 0, "workbook.unreadable")]
    if faults:
        raise FormError(faults)
    try:
        read_form(form)
    except DocumentError:
        raise FormError([WorkbookFault("", 0, "workbook.unreadable")]) from None
    return form


@lru_cache(maxsize=16)
def read_form(xform: bytes) -> Form:
    """The form of an XForm that was taken. Raises DocumentError for what is none."""
    return read_xform(xform)[0]
