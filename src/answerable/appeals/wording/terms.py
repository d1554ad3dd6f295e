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
ENDINGS: Final[Mapping[str, str | Promise]] = {
    "solved": pgettext_lazy("how it ended", "solved, by the sender's word"),
    "unsolved": pgettext_lazy("how it ended", "answered, not solved"),
    "silent": pgettext_lazy("how it ended", "answered; the sender said nothing"),
    "sent-on": pgettext_lazy("how it ended", "sent on, still open there"),
    "refused": pgettext_lazy("how it ended", "refused, with a ground"),
    "withdrawn": pgettext_lazy("how it ended", "withdrawn"),
    "unreachable": pgettext_lazy("how it ended", "answered; the sender could not be reached"),
    "merged": pgettext_lazy("how it ended", "joined to another"),
}
RATINGS: Final[Mapping[str, str | Promise]] = {
    "solved": pgettext_lazy("rating", "Solved"),
    "answered": pgettext_lazy("rating", "Answered, but not solved"),
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
    "taken": _("taken down at a desk"),
    "to-sign": _("for signature"),
    "returned": _("returned with a remark"),
    "incident": _("incident"),
    "sealed": _("sealed"),
}
CHANNELS: Final[Mapping[str, str | Promise]] = {
    "web": _("by the web form"),
    "desk": _("by phone, letter or visit"),
    "import": _("from an earlier register"),
    "open311": _("by Open311, through another's service"),
}
