"""What is said of a figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Of one figure: its name; what is counted; of what (n); the rule of its period; what it can't tell."""

    title: str
    means: str
    of: str
    period: str
    beyond: str
