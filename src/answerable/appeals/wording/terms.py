"""The names of kinds, states, outcomes, flags."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: Final[Mapping[str, str | Promise]] = {
    "complaint": _("Complaint"),
    "report": _("Report"),
    "request": _("Request"),
    "proposal": _("Proposal"),
    "thanks": _("Thanks"),
}
STATES: Final[Mapping[str, str | Promise]] = {
    "registered": pgettext_lazy("state of an appeal", "registered"),
    "accepted": pgettext_lazy("state of an appeal", "in work"),
    "answered": pgettext_lazy("state of an appeal", "answered"),
    "refused": pgettext_lazy("state of an appeal", "not examined"),
    "disputed": pgettext_lazy("state of an appeal", "disputed"),
    "reopened": pgettext_lazy("state of an appeal", "in work again"),
    "closed": pgettext_lazy("state of an appeal", "closed"),
    "withdrawn": pgettext_lazy("state of an appeal", "withdrawn"),
    "merged": pgettext_lazy("state of an appeal", "merged"),
}
OUTCOMES: Final[Mapping[str, str | Promise]] = {
    "answered": pgettext_lazy("a point", "answered"),
    "refused": pgettext_lazy("a point", "refused, with a ground"),
    "promised": pgettext_lazy("a point", "promised, with a date"),
}
RATINGS: Final[Mapping[str, str | Promise]] = {
    "answered": pgettext_lazy("rating", "Answered"),
    "not_answered": pgettext_lazy("rating", "Not answered"),
}
CARES: Final[Mapping[str, str | Promise]] = {
    "child": pgettext_lazy("special care", "a child"),
    "veteran": pgettext_lazy("special care", "a veteran"),
    "victim": pgettext_lazy("special care", "a victim"),
    "vulnerable": pgettext_lazy("special care", "a person in a vulnerable position"),
}
FLAGS: Final[Mapping[str, str | Promise]] = {
    "replied": _("resident replied"),
    "disputed": _("disputed"),
    "conflict": _("conflict suspected"),
    "vulnerable": _("special care"),
    "incident": _("incident"),
    "sealed": _("sealed"),
}
CHANNELS: Final[Mapping[str, str | Promise]] = {
    "web": _("by the web form"),
    "desk": _("by phone, letter or visit"),
    "import": _("from an earlier register"),
}
