"""The new part of a reply: what it quotes and its signature are cut off; the whole stays in the delivery. Pure.

Own rules, because the libraries that there are find nothing in Ukrainian (docs/decisions/0162). They cut only where
something remains above, and never between one's own lines: whoever answers between quotations has written all of it.
"""

import re
from typing import Final

_DASHES: Final = r"[-_=—–*]"
_WROTE: Final = re.compile(
    r"(?:пишет|написал(?:а|\(а\)|\(-а\))?|пише|написа(?:в|ла)(?:\(ла\)|/ла)?|wrote|writes|a scris|წერს|schrieb|a écrit|escribió)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
_BY_WHOM: Final = re.compile(r"@|\d{1,2}[.:/]\d{2}|\d{4}|^(?:On|Le|Am|El)\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"\d{1,2}:\d{2}.*@\S+>?\s*:\s*$")  # as mail.ru and Yandex write it
_DASHED: Final = re.compile(
    rf"^\s*{_DASHES}{{2,}}\s*(?:original message|reply message|исходное сообщение|оригинальное сообщение|"
    r"початкове повідомлення|вихідне повідомлення|оригінальне повідомлення|mesaj original|ursprüngliche nachricht|"
    rf"message d'origine|on .{{5,120}} wrote:?)\s*{_DASHES}*\s*$",
    re.IGNORECASE,
)
_FORWARDED: Final = re.compile(
    rf"^\s*{_DASHES}{{2,}}\s*(?:forwarded message|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|"
    rf"переслане повідомлення|пересилане повідомлення|begin forwarded message)\s*:?\s*{_DASHES}*\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"^\s*\*?(?:from|от|от кого|від|від кого|de la|von|de)\s*:\*?\s*\S", re.IGNORECASE)
_SENT: Final = re.compile(
    r"^\s*\*?(?:sent|date|дата|отправлено|надіслано|trimis|data|gesendet|to|кому|subject|тема|subiect|cc|копія|копия)\s*:\*?",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"^\s*(?:отправлено (?:с|из)|надіслано (?:з|із|с)|відправлено (?:з|із|с)|sent from (?:my|mail|outlook|yahoo)|sent via|get outlook for|"
    r"trimis de pe|отримати outlook|получить outlook|скачать outlook)\b.{0,80}$",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(r"^-- ?$|^_{3,}\s*$")
_FORWARD: Final = re.compile(r"^\s*(?:fwd?|fw|пересл|пер|переслано|перенаправлено)\s*:", re.IGNORECASE)
_WITHIN: Final = 6  # lines in which the head of a quoted letter stands


def new_part(text: str, *, heading: str = "") -> str:
    """What somebody wrote anew. The whole where it is forwarded, written between quotations, or nothing but a quotation."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if _FORWARD.match(heading) or any(_FORWARDED.match(line) for line in lines):
        return text.strip("\n")
    place = _quotation(lines)
    if place is not None:
        own, rest = lines[:place], lines[place:]
        if _has_words(own):
            lines = lines if _answers_between(rest) else own
        else:
            below = _below(rest)
            lines = below if _has_words(below) else lines
    found = _without_signature(lines)
    return "\n".join(found if _has_words(found) else lines).strip("\n")


def _quotation(lines: list[str]) -> int | None:
    """The line at which the first quotation begins."""
    for place, line in enumerate(lines):
        if line.lstrip().startswith(">") or _DASHED.match(line) or _is_head(lines, place):
            return place
        if _is_attribution(lines, place):
            return place
    return None


def _is_attribution(lines: list[str], place: int) -> bool:
    """Whether a line, or it with the next ones that belong to it, says who wrote what follows, and when."""
    if not _BY_WHOM.search(lines[place]):
        return False
    joined = ""
    for line in lines[place : place + 4]:
        joined = f"{joined} {line.strip()}".strip()
        if not line.strip() or len(joined) > 300:
            return False
        if _WROTE.search(joined) or _NAMED.search(joined):
            return True
    return False


def _is_head(lines: list[str], place: int) -> bool:
    """Whether the head of a quoted letter begins here: from whom, and two of when, to whom, about what."""
    first = lines[place].lstrip("> ")
    if not (_FROM.match(first) or _SENT.match(first)):
        return False
    block = [line.lstrip("> ") for line in lines[place : place + 1 + _WITHIN] if line.strip()]
    return any(_FROM.match(line) for line in block) and sum(bool(_SENT.match(line)) for line in block) >= 2


def _answers_between(rest: list[str]) -> bool:
    """Whether somebody answers between quoted lines: own words stand after the first of them."""
    quoted = [place for place, line in enumerate(rest) if line.lstrip().startswith(">")]
    if not quoted:
        return False
    own = [line for line in rest[quoted[0] :] if not line.lstrip().startswith(">")]
    return _has_words(_without_signature(own))


def _below(rest: list[str]) -> list[str]:
    """What stands below a quotation with which a letter begins."""
    quoted = [place for place, line in enumerate(rest) if line.lstrip().startswith(">")]
    if not quoted:
        return []
    after = rest[quoted[-1] + 1 :]
    between = [line for line in rest[quoted[0] : quoted[-1]] if not line.lstrip().startswith(">")]
    return rest if _has_words(between) else after


def _without_signature(lines: list[str]) -> list[str]:
    """Without what stands below the mark of a signature, and without what a phone adds."""
    for place, line in enumerate(lines):
        if _SIGNATURE.match(line) and _has_words(lines[:place]):
            lines = lines[:place]
            break
    return [line for line in lines if not _PHONE.match(line)]


def _has_words(lines: list[str]) -> bool:
    return any(re.search(r"\w", line) for line in lines)
