"""Names that the law page needs: steps of the law, kinds of appeals as it counts them, what starts a term, how sure it is."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final[Mapping[str, str | Promise]] = {
    "register": _("register it"),
    "forward": _("send it to the body that answers for it"),
    "return_defective": _("send it back when something is missing"),
    "return_incomplete": _("send it back when something is missing"),
    "answer": _("answer"),
    "extend": _("lengthen the term"),
    "review_window": _("time to dispute or complain"),
    "acknowledge": _("say that it has come"),
    "progress": _("say how it goes"),
    "update": _("say how it goes"),
    "notify_outcome": _("tell the outcome"),
    "refer_to_oversight": _("time to go to those who oversee it"),
}
KINDS_OF_LAW: Final[Mapping[str, str | Promise]] = {  # the plain ones; the pack names its own
    "complaint": _("complaint"),
    "complaint_about_police": _("complaint about the police"),
    "report": _("report"),
    "request": _("request"),
    "proposal": _("proposal"),
    "thanks": _("thanks"),
}
CLOCKS: Final[Mapping[str, str | Promise]] = {
    "received": _("from the day it is received"),
    "incident": _("from what happened"),
    "previous_step": _("from the step before"),
    "outcome": _("from the answer"),
}
STATUSES: Final[Mapping[str, str | Promise]] = {
    "verified": _("read in the text of the law"),
    "unverified": _("not checked by a lawyer"),
    "house": _("a promise of this place, not a law"),
}
