"""The tables of this room of which the journal holds every row: what was asked, who was drawn, what came of it."""

from typing import Final

from answerable.base.held import HeldTable
from answerable.surveys.models import Draw, Panel, Questionnaire, Result, Survey
from answerable.surveys.terms import DATASET, DRAW, PANEL, QUESTIONNAIRE, SURVEY

HELD: Final = (
    HeldTable(Survey, SURVEY),
    HeldTable(Draw, DRAW),
    HeldTable(Questionnaire, QUESTIONNAIRE),
    HeldTable(Result, DATASET),
    HeldTable(Panel, PANEL),
)
