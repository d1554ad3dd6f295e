"""The lists beside the page: what they are called, where they are, how much each holds."""

from datetime import datetime
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.appeals import queries
from answerable.appeals.queries import calls, desk, letters, signing, undelivered
from answerable.appeals.queries.worklist import WorkView
from answerable.base.actor import Actor
from answerable.channels.queries import calls as on_the_line
from answerable.people.terms import Power

Entry = tuple[str, str, int | None, bool]  # label, address, count, whether it is the page
NAMES: Final[dict[WorkView, str | Promise]] = {
    WorkView.TODO: gettext_lazy("To do, by the law"),
    WorkView.MINE: gettext_lazy("Mine"),
    WorkView.REPLIED: gettext_lazy("The sender wrote back"),
    WorkView.WAITING: gettext_lazy("Waiting for the sender"),
    WorkView.DISPUTED: gettext_lazy("Disputed"),
    WorkView.ANSWERED: gettext_lazy("Answered"),
    WorkView.CLOSED: gettext_lazy("Closed"),
    WorkView.ALL: gettext_lazy("All"),
}

# Why a list is empty, whether that is well, what comes here.
EMPTY: Final[dict[WorkView, str | Promise]] = {
    WorkView.TODO: gettext_lazy(
        "All is done that was to be done. What arrives stands here at once, the nearest day on top."
    ),
    WorkView.MINE: gettext_lazy("Nothing is assigned to you. What somebody assigns to you, or you take, stands here."),
    WorkView.REPLIED: gettext_lazy(
        "No sender has written back. When one does, the appeal stands here until it is read."
    ),
    WorkView.WAITING: gettext_lazy(
        "No sender has been asked anything. Appeals stand here from your question to the reply."
    ),
    WorkView.DISPUTED: gettext_lazy("No answer is disputed. A dispute stands here the moment the sender makes it."),
    WorkView.ANSWERED: gettext_lazy(
        "No answer has been sent yet. Each stands here until its sender can dispute it no more."
    ),
    WorkView.CLOSED: gettext_lazy("Nothing is closed yet. An answer is closed when its sender had time to dispute it."),
    WorkView.ALL: gettext_lazy("Nothing has arrived yet. The first message will stand here the moment it is sent."),
}


def beside(actor: Actor, *, at: datetime, here: str = "") -> list[Entry]:
    """The lists of an actor with their counts; the long ones carry none, because nobody works them off."""
    counts, root = queries.counts(actor, at=at), reverse("desk:appeals:list")
    found: list[Entry] = [
        (str(name), root if view is WorkView.TODO else f"{root}?view={view}", counts.get(view), here == view)
        for view, name in NAMES.items()
    ]
    promised = len(desk.owed(actor, on=at.date()))
    found.insert(5, (_("Promises due"), reverse("desk:appeals:promises"), promised, here == "promises"))
    if actor.has_anywhere(Power.SIGN):
        waiting = signing.count(actor, at=at)
        found.insert(2, (_("For signature"), reverse("desk:appeals:signing"), waiting, here == "signing"))
    if asked := _elsewhere("desk:oversight:instructions"):
        found.append((_("Asked by the chair"), asked, None, False))
    found.append((_("Load"), reverse("desk:appeals:load"), None, here == "load"))
    if actor.has_anywhere(Power.ENTER):
        found.append((_("People to ring"), reverse("desk:appeals:calls"), calls.count(actor, at=at), here == "calls"))
        if on_the_line.has_line(letters.bodies_of(actor)):
            found.append((_("The telephone line"), reverse("desk:appeals:line"), None, here == "line"))
        lost = undelivered.count(actor)
        found.append((_("Not reached"), reverse("desk:appeals:undelivered"), lost, here == "undelivered"))
        placed = letters.count(actor)
        found.append((_("Letters to place"), reverse("desk:appeals:letters"), placed, here == "letters"))
        found.append((_("Enter a call or letter"), reverse("desk:appeals:entry"), None, here == "entry"))
        found.append((_("Take down what a sender says"), reverse("desk:appeals:taken"), None, here == "taken"))
    return found


def _elsewhere(name: str) -> str:
    """The address of a page that a room above may offer; empty where this installation has no such room."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
