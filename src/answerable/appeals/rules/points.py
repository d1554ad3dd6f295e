"""The points of an appeal, suggested from its text; a handler edits them, a resident sees them."""

import re
from typing import Final

MOST: Final = 8  # more is a list that nobody answers: the handler may still add by hand
LONGEST: Final = 300
_LISTED: Final = re.compile(r"^\s*(?:\d{1,2}[.)]|[-•*–—])\s+(?P<text>\S.*)$")
_SENTENCE: Final = re.compile(r"[^.!?…\n]+[.!?…]*")
# Stems of asking, the same three languages as the system: "we ask", "please", "I demand", "we want to know".
_ASKS: Final = re.compile(
    r"(?:\b(?:please|i ask|we ask|i demand|we demand|i want|we want|i request|we request|i propose|we propose)\b"
    r"|\b(?:прошу|просимо|вимагаю|вимагаємо|хочу|хочемо|пропоную|пропонуємо|поясніть|повідомте|надайте)\b"
    r"|\b(?:просим|требую|требуем|хотим|предлагаю|предлагаем|объясните|сообщите|предоставьте|примите)\b)",
    re.IGNORECASE,
)


def suggested(text: str) -> list[str]:
    """What the text asks, in its own words: a numbered or dashed list, else questions and sentences that ask.

    Never empty: a text that asks nothing plainly has one point, its first sentence.
    """
    listed = [match["text"].strip() for line in text.splitlines() if (match := _LISTED.match(line))]
    if len(listed) >= 2:
        return _cut(listed)
    sentences = [sentence for found in _SENTENCE.finditer(text) if (sentence := found.group().strip())]
    asking = [sentence for sentence in sentences if "?" in sentence or _ASKS.search(sentence)]
    return _cut(asking or sentences[:1] or [text.strip() or "—"])


def _cut(points: list[str]) -> list[str]:
    """No more and no longer than a list can carry; no point twice."""
    seen: dict[str, None] = {}
    for point in points:
        seen.setdefault(point if len(point) <= LONGEST else point[: LONGEST - 1].rstrip() + "…")
    return list(seen)[:MOST]


def gist(text: str, *, longest: int = 120) -> str:
    """The first words of a text on one line, for lists."""
    line = " ".join(text[: longest * 4].split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"
