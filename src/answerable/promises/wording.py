"""Translated names of this room's terms."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from answerable.promises.rules import PromiseStanding

STANDINGS: Final[Mapping[str, str | Promise]] = {
    PromiseStanding.AHEAD: pgettext_lazy("a promise", "open"),
    PromiseStanding.TODAY: pgettext_lazy("a promise", "due today"),
    PromiseStanding.LATE: pgettext_lazy("a promise", "late"),
    PromiseStanding.KEPT: pgettext_lazy("a promise", "kept"),
    PromiseStanding.KEPT_LATE: pgettext_lazy("a promise", "kept, but late"),
    PromiseStanding.BROKEN: pgettext_lazy("a promise", "not kept"),
}
