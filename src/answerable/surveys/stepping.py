"""A press of a button on a screen of a questionnaire: what is said now, what is wrong with it, and where it leads.

One way for whoever answers by a link and for whoever asks at the telephone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.surveys.questionnaire import screens
from answerable.surveys.questionnaire.form import Form
from answerable.surveys.questionnaire.judging import Filled
from answerable.surveys.questionnaire.screens import Screen

Order = Callable[[list[Screen]], list[Screen]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A form with what is said so far, its screens in order, and the one that is looked at."""

    of: Filled
    steps: list[Screen]
    place: int

    @property
    def screen(self) -> Screen:
        """The screen that is looked at."""
        return self.steps[self.place]


@dataclass(frozen=True, slots=True)
class Pressed:
    """Where a button led: `said` are all answers to keep; `done`: nothing is left to ask, nothing is wrong."""

    standing: Standing
    said: Mapping[str, str]
    faults: Mapping[str, str]
    moved: bool
    done: bool


def as_asked(steps: list[Screen]) -> list[Screen]:
    """The screens in the order of the form."""
    return steps


def stand(
    form: Form, known: Mapping[str, str], skip: Mapping[str, str], *, place: int, at: datetime, order: Order = as_asked
) -> Standing:
    """A form with what is known. `skip`: answers that are known and not asked. No screen: nothing of it is to be asked."""
    of = screens.filled(form, dict(known) | dict(skip), now=at)
    steps = order(screens.screens(of, skip=frozenset(skip)))
    return Standing(of, steps, max(0, min(place, len(steps) - 1)))


def press(
    before: Standing, sent: Mapping[str, list[str]], skip: Mapping[str, str], *, at: datetime, order: Order = as_asked
) -> Pressed:
    """Take what a browser sent from a screen. `go` of it is "back", or on: to the next screen, unless something is wrong."""
    screen = before.screen
    said = before.of.given | screens.typed(screen, sent)
    said = {key: value for key, value in said.items() if value}
    now = stand(before.of.form, said, skip, place=0, at=at, order=order)
    place = _place_of(screen, now.steps)
    kept = {key: value for key, value in said.items() if key not in skip}
    if "back" in sent.get("go", []):
        return Pressed(Standing(now.of, now.steps, max(place - 1, 0)), kept, {}, moved=True, done=False)
    faults = screens.faults_on(now.of, now.steps[place])
    shown = {one.key for one in screen.asked}
    fresh = {one.key for one in now.steps[place].asked} - shown
    if faults.keys() - fresh:
        wrong = {key: why for key, why in faults.items() if key in shown}
        return Pressed(Standing(now.of, now.steps, place), kept, wrong, moved=False, done=False)
    if fresh:
        return Pressed(Standing(now.of, now.steps, place), kept, {}, moved=True, done=False)
    if place + 1 < len(now.steps):
        return Pressed(Standing(now.of, now.steps, place + 1), kept, {}, moved=True, done=False)
    return _last(now, kept)


def _last(now: Standing, kept: Mapping[str, str]) -> Pressed:
    """Done, once nothing is missing anywhere; else the first screen on which something is."""
    for place, screen in enumerate(now.steps):
        if faults := screens.faults_on(now.of, screen):
            return Pressed(Standing(now.of, now.steps, place), kept, faults, moved=False, done=False)
    return Pressed(now, kept, {}, moved=False, done=True)


def _place_of(screen: Screen, steps: list[Screen]) -> int:
    """Where a screen stands among those that there are now: by the first of its questions that is still asked."""
    keys = {one.key for one in screen.asked}
    return next((place for place, step in enumerate(steps) if keys & {one.key for one in step.asked}), 0)
