"""Translated names of this room's terms."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from answerable.promises.rules import Standing

STANDINGS: Final[Mapping[str, str | Promise]] = {
    Standing.AHEAD: pgettext_lazy("a promise", "open"),
    Standing.TODAY: pgettext_lazy("a promise", "due today"),
    Standing.LATE: pgettext_lazy("a promise", "late"),
    Standing.KEPT: pgettext_lazy("a promise", "kept"),
    Standing.KEPT_LATE: pgettext_lazy("a promise", "kept, but late"),
    Standing.BROKEN: pgettext_lazy("a promise", "not kept"),
}
