"""Why a matter lies where it lies and who is barred, in plain words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from answerable.base import shapes
from answerable.people.templatetags.names import body_name

_BECAUSE: Final[dict[str, Callable[[], str]]] = {
    "complained_about": lambda: _("the complaint is about it"),
    "commanded_by": lambda: _("it is commanded by the body complained about"),
    "headed_by": lambda: _("the officer complained about heads it"),
    "same_unit": lambda: _("the officer complained about serves in it"),
}
_STEPS: Final[dict[str, Callable[[], str]]] = {
    "addressed": lambda: _("It is addressed to %(body)s."),
    "competent": lambda: _("%(body)s answers for this matter in this place."),
    "fallback": lambda: _("%(body)s sorts what names no place or matter."),
    "barred": lambda: _("%(body)s may not have it: %(because)s."),
    "unsuitable": lambda: _("%(body)s does not decide about colleagues."),
    "not_answering": lambda: _("%(body)s takes no appeals."),
    "above": lambda: _("%(body)s is the nearest above that is not involved."),
    "named": lambda: _("%(body)s is named for complaints that nobody above may have."),
    "judged": lambda: _("By law %(body)s decides complaints about %(of)s in such a matter."),
    "held": lambda: _(
        "%(body)s looks first whether it is about somebody whom it names. Until then nobody whom it may be about has it."
    ),
}


def because(code: str) -> str:
    """Why a body is barred, as the end of a sentence."""
    return _BECAUSE.get(code, lambda: _("the complaint is about it"))()


def steps(why: Sequence[Mapping[str, Any]]) -> list[str]:
    """The way of a matter to its body, a sentence a step."""
    if shapes.is_damaged(why):
        return [shapes.damaged()]
    return [
        _STEPS[str(step["step"])]()
        % {
            "body": body_name(step.get("body")),
            "because": because(str(step.get("because", ""))),
            "of": body_name(step.get("by")),
        }
        for step in why
        if step.get("step") in _STEPS
    ]
