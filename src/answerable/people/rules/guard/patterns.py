"""What is somebody's own by its form alone: numbers, addresses, links. Each kind's patterns, the surest first. Pure.

A pattern with a group means the group, where it matched; what stands before it only says how to read it. What an earlier
pattern has found no later one finds again, so the order is a part of the rules.
"""

import re
from collections.abc import Iterator
from typing import Final

from answerable.people.rules.guard.hits import HitKind

_STREET: Final = (
    r"(?:вул|пр-т|пр-кт|б-р|вулиц[яіею]|просп|проспект[іу]?|пров|провул\w+|бульв|бул|пл|майдан\w*|ул|улиц[аеыу]|пер|переул\w+|"
    r"наб|шосе|шоссе|мкр|мікрорайон\w*|микрорайон\w*|ul|al|os|ulic[ayęo]\w*|alej[aiąeę]\w*|osiedl\w+|plac\w*)"
)
_HOUSE: Final = r"\d{1,4}(?:\s?[-/–]\s?\d{1,4})?[А-ЯІЇЄҐA-Zа-яa-z]?(?:-[А-ЯІЇЄҐ])?\b"
_FLAT: Final = r"(?:(?:кв|квартир\w*|оф|под|під|д|дом|буд|будинок|корп|m|lok|mieszk\w*)\.?\s?№?\s?\d+\w?)"
_EN_STREET: Final = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|court|ct|drive|dr|close|crescent|terrace|place|row|way|square|gardens|grove|"
    r"walk|hill|mews|blvd|boulevard|parkway|pkwy)"
)
_MONTH: Final = (
    r"(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|stycz|lut|kwie|maj|czerw|lip|sierp|wrze|paźdz|listop|grud)\w*"
)
DATE: Final = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+(?:19|20)\d\d|{_MONTH}\s+\d{{1,2}},?\s+(?:19|20)\d\d)"
)
_BORN: Final = (
    r"(?:\bр\.?\s?н\b|\bг\.?\s?р\b|народж\w*|рожд\w*|родил\w*|родив\w*|born\b|d\.?o\.?b\b|date of birth|birth\s?date|"
    r"ur\.|urodz\w*|\bг/р\b|\bр/н\b|\bд\.\s?[рн]\.|уродж\w+|урож\w+|\bb\.)"
)
_PAPER: Final = (
    r"(?:паспорт\w*|посвідчен\w*|удостоверен\w*|військов\w+ квит\w+|военн\w+ билет\w*|квиток|ІПН|РНОКПП|ИНН|СНИЛС|податк\w+|"
    r"налогоплат\w+|УБД|ID-?карт\w*|свідоцтв\w*|свидетельств\w*|полис\w*|поліс\w*|passport|licen[cs]e|SSN|social security|"
    r"national insurance|NI number|NHS|ID card|identity card|badge|permit holder|tax|PESEL|NIP|dow\w+ osobist\w+|"
    r"praw\w* jazdy|legitymacj\w+|paszport\w*)"
)
_CAR: Final = (
    r"(?:авто\w*|машин\w*|держ\w*\s?номер\w*|гос\w*\s?номер\w*|номер\w*|д/?н\b|г/?н\b|номерн\w+ знак\w*|plate|plates|"
    r"registration|reg|car|van|truck|pickup|vehicle|bus|suv|sedan|мотоцикл\w*|скутер\w*|бус\w*|джип\w*|фург\w*|таксі|такси|"
    r"trailer|причіп|прицеп|ВАЗ|Lanos|Ford|Toyota|BMW|Audi|Skoda|Renault|rejestracyjn\w+|samoch\w+|nr rej)"
)
_NETWORK: Final = (
    r"(?:telegram|телеграм\w*|тг|tg|instagram|інстаграм\w*|инстаграм\w*|skype|скайп\w*|viber|discord|tiktok|нік\w*|ник\w*|"
    r"nickname|username|акаунт\w*|аккаунт\w*|nick)"
)
_MORE_NETWORKS: Final = (
    r"(?:insta|inst|инст[аеу]\w*|інст[аіу]\w*|fb|facebook|фейсбу\w*|вк|vk|вконтакте|snapchat|twitter|твіттер\w*|твиттер\w*|threads|signal|"
    r"steam|twitch|whatsapp|youtube|ютуб\w*|channel|канал\w*|profile|профіл\w*|профил\w*|user|account|handle|груп\w+|групп\w+)"
)
_DIGIT: Final = (
    r"(?:нуль|нол[ья]|один|два|дві|три|чотири|четыре|п[’'ʼ]ять|пять|шість|шесть|сім|семь|вісім|восемь|дев[’'ʼ]ять|девять|"
    r"zero|oh|one|two|three|four|five|six|seven|eight|nine|double|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć)"
)
_SITES: Final = (
    r"(?:vk\.com|vk\.ru|t\.me|facebook\.com|fb\.com|instagram\.com|ok\.ru|tiktok\.com|twitter\.com|x\.com|linkedin\.com|"
    r"youtube\.com|wa\.me|viber\.com)"
)
_UP: Final = r"[A-ZА-ЯІЇЄҐ]"

PATTERNS: Final = (
    (HitKind.MAIL, re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.\w{2,}")),
    (
        HitKind.INNER,
        re.compile(
            r"\\\\[\w.$-]+(?:\\[\w.$ -]*[\w$])+"
            r"|(?<![\d.])(?:(?:10|127)\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?::\d+)?(?![\d.]\d)"
            r"|\b(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:local|lan|internal|intra|corp|intranet|localdomain|home\.arpa)\b"
            r"(?:[:/][\w./:-]*)?"
            r"|\b[A-Z]:\\[\w\\.$ -]+|(?<![\w/])/(?:home|srv|mnt|opt|var|etc|root|usr)(?:/[\w.@-]+)+|\blocalhost(?::\d+)?\b"
        ),
    ),
    (
        HitKind.HANDLE,
        re.compile(
            rf"(?<![\w.@])@[A-Za-z][\w.]{{2,}}\b|(?<![\w/])u/\w{{3,}}\b|\b(?:https?://)?(?:www\.)?{_SITES}/[\w.@/=?-]+"
        ),
    ),
    (
        HitKind.BANK,
        re.compile(
            r"\b[A-Z]{2}\s?\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b|\bUA\s?\d{2}(?:\s?\d){25}\b"
            r"|(?<!\d)\d{2}(?:\s\d{4}){6}(?!\d)|(?<!\d)\d{4}(?:[ .-]?\d{4}){3}(?!\d)"
            r"|(?<!\d)3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?!\d)"
        ),
    ),
    (
        HitKind.PLACE,
        re.compile(
            r"(?<![\d$€£₴.,])-?\d{1,2}[.,]\d{3,}(?![,.]\d)°?\s?[NSСЮПд]?[;,/\s]+-?\d{1,3}[.,]\d{3,}°?\s?(?:[EWВЗС]\b)?"
            r"|\d{1,2}°\s?\d{1,2}['′]\s?[\d.,]*[\"″]?\s?[NSСЮП]?[,;\s]*\d{1,3}°\s?\d{1,2}['′]\s?[\d.,]*[\"″]?\s?[EWВЗС]?"
        ),
    ),
    (
        HitKind.PLACE,
        re.compile(
            r"(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|maps\.google\.\w+|(?:www\.)?google\.\w+/maps)\S*"
            r"|-?\d{1,2}[.,]\d{2,}°?\s?[NSСЮП][;,\s]+-?\d{1,3}[.,]\d{2,}°?\s?[EWВЗС]\b",
        ),
    ),
    (
        HitKind.BIRTH,
        re.compile(rf"{DATE}(?=\s?\)?\s?(?:року|года|г\.?|р\.?)?[,\s]*{_BORN})|(?<=\(){DATE}(?=\))", re.IGNORECASE),
    ),
    (HitKind.BIRTH, re.compile(rf"{_BORN}\.?[:\s,]*(?:on\s|of\s)?({DATE})", re.IGNORECASE)),
    (
        HitKind.DOCUMENT,
        re.compile(
            rf"(?i:{_PAPER})\W{{0,4}}(?:[\w'’-]+\W{{1,3}}){{0,3}}?"
            rf"((?:{_UP}{{1,3}}\s?)?(?:№\s?)?[A-Z0-9](?=[A-Z0-9 -]{{0,12}}\d)[A-Z0-9]*(?:[ -][A-Z0-9]+)*)"
        ),
    ),
    (
        HitKind.DOCUMENT,
        re.compile(
            r"\b(?:УБД|[А-ЯІЇЄҐ]{2}|[A-Z]{2,3})\s?№?\s?\d{6,7}\b|(?<!\d)\d{3}-\d{3}[- ]\d{3}[ -]\d{2}(?!\d)"
            r"|(?<!\d)\d{10,12}(?!\d)(?=\W|$)|(?<!\d)\d{2}\s\d{2}\s(?:№\s?)?\d{6}(?!\d)"
            r"|\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b|(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|(?<![\d-])\d{3}-\d{3}-\d{2}-\d{2}(?!\d)"
        ),
    ),
    (
        HitKind.PLATE,
        re.compile(
            rf"\b{_UP}{{2}}\s?-?\d{{4}}\s?-?{_UP}{{2}}\b|\b[А-ЯA-Z]\s?\d{{3}}\s?[А-ЯA-Z]{{2}}(?:\s?\(?\d{{2,3}}\)?)?(?!\w)"
            r"|\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b|\b[A-Z]{3}[ -]\d{3,4}\b(?!-\d)|\b\d{1,3}-[A-Z]{1,2}-\d{1,6}\b|\b\d[A-Z]{3}\d{3}\b"
            r"|\b[A-Z]\d{1,3}\s?[A-Z]{3}\b|\b[A-Z]{3}\s?\d{1,3}[A-Z]\b|\b[A-Z]{2,3}\s\d{4,5}[A-Z]?\b|\b[A-Z]{2}\s\d[A-Z]\d{3}\b"
        ),
    ),
    (
        HitKind.PHONE,
        re.compile(
            r"(?<![\w№-])(?<!№ )\+?\(?\d(?:[\s()./‐-―-]{0,3}\d){8,13}(?![:-]\d)(?:,?\s?(?:дод|доб|ext|wew)\.?\s?\d+)?(?!\w)"
        ),
    ),
    (
        HitKind.PHONE,
        re.compile(
            r"(?:тел\w*|моб\w*|phone|call|ring|дзвон\w*|звон\w*|номер\w*|tel|kom|dzwo\w+)\W{1,3}"
            r"(\+?\(?\d(?:[\s()./‐-―-]{0,2}\d){4,12})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        HitKind.ADDRESS,
        re.compile(
            rf"\b{_STREET}\.?\s(?:[\w'’ʼ.-]+\s){{0,3}}?[\w'’ʼ.-]+,?\s+(?:(?:буд|д|дом|будинок)\.?\s?№?\s?)?{_HOUSE}"
            rf"(?:,?\s?[-–]?\s?{_FLAT})*",
            re.IGNORECASE,
        ),
    ),
    (
        HitKind.ADDRESS,
        re.compile(
            rf"\b(?:(?:flat|apt|apartment|unit|room)\s?#?\w+,\s)?\d{{1,5}}[A-Za-z]?\s(?:[A-Za-z'’]+\s){{1,3}}?{_EN_STREET}\b\.?"
            r"(?:,?\s(?:flat|apt|apartment|unit|room|#)\s?\w+)?",
            re.IGNORECASE,
        ),
    ),
    (
        HitKind.ADDRESS,
        re.compile(
            rf"\b\d{{1,5}}[A-Za-z]?,\s(?:[A-Z][A-Za-z'’]+\s){{1,3}}{_EN_STREET}\b"
            rf"|\b(?:[A-Z][a-z'’]+\s){{1,2}}{_EN_STREET},?\s(?:[Nn]o\.?\s|#)?\d{{1,4}}[A-Za-z]?\b(?!\s(?:a\.?m|p\.?m|is|are))"
            r"|\b(?:[Aa]partment|[Aa]pt\.?|[Ff]lat)\s(?:[Nn]o\.?\s|#)?\d{1,4}[A-Za-z]?\b"
        ),
    ),
    (
        HitKind.PHONE,
        re.compile(
            r"(?<![\d.,:/-])(?:\(\d{2,5}\)\s?)?\d{1,3}[-. ]\d{2}[-. ]\d{2}(?![\d.:/-])(?<!\d\d\.\d\d\.\d\d)"
            r"|(?<![\d.,/-])\d{3}[-.]\d{4}(?![\d/-])"
        ),
    ),
    (
        HitKind.BANK,
        re.compile(
            r"(?:р/р|р/с|рахунок|рахунк\w*|счёт\w*|счет\w*|account|acct|sort code|card|карт[аиуыіоіюк]\w*|konto|kont[ae]\b)"
            r"\W{1,3}(?:[\w.]+\W{1,2}){0,3}?(\d[\d -]{5,}\d|(?:\*{2,}|x{2,}|[•…]+)\s?\d{4})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        HitKind.PLATE,
        re.compile(
            rf"(?:{_CAR})\W{{1,3}}(?:[\w.-]+\W{{1,3}}){{0,4}}?((?=[A-ZА-ЯІЇЄҐ0-9 -]*\d)(?=[A-ZА-ЯІЇЄҐ0-9 -]*{_UP})"
            r"[A-ZА-ЯІЇЄҐ0-9]{1,4}[ -]?[A-ZА-ЯІЇЄҐ0-9]{2,4}(?:[ -]?[A-ZА-ЯІЇЄҐ0-9]{1,3})?)(?![\w-])"
        ),
    ),
    (HitKind.PHONE, re.compile(rf"\b{_DIGIT}(?:[\s,-]+{_DIGIT}){{4,}}\b", re.IGNORECASE)),
    (HitKind.PHONE, re.compile(r"(?<!\d)\(?\d{3}\)?[-. ]\d{3}[-. ][A-Z]{4}\b|(?<!\d)\d{3}[-.][A-Z]{4}\b")),
    (
        HitKind.MAIL,
        re.compile(
            r"\b[\w.-]{1,64}\s?[\[(]?\s?(?:\bat\b|@|собака|собачка|małpa)\s?[\])]?\s?[\w-]+\s?[\[(]?(?:\bdot\b|крапка|точка|kropka|\.)[\])]?\s?[a-z]{2,6}\b"
        ),
    ),
    (
        HitKind.PLATE,
        re.compile(r"(?<![\w])[авекмнорстухabekmhopctyx]\s?\d{3}\s?[авекмнорстухabekmhopctyx]{2}\s?\d{2,3}(?!\w)"),
    ),
    (
        HitKind.ADDRESS,
        re.compile(
            r"(?:\bна|\bпо|живу|мешкаю|проживаю|адрес\w?:?)\s([А-ЯІЇЄҐ][а-яіїєґё'’-]+(?:ой|ій|ей|ого|ову|ова|ева)"
            r",\s?\d{1,3}[А-Яа-я]?(?:,?\s?кв\.?\s?\d+)?)\b"
        ),
    ),
    (
        HitKind.ADDRESS,
        re.compile(
            r"\b(?:хат[аиіуе]|дом[еау]?|изб[аеу]|house|домі?)\s(?:№|no\.?|number)\s?\d{1,4}\w?\b|\b[вву]\s\d{1,3}-?\w{0,3}\s(?:будинку|доме|хаті)\b"
            r"|\b[А-ЯІЇЄ][а-яіїєґё'’-]+(?:ська|цька|ова|ева|єва|ная|на|ая|а|ій|ой)\s\d{1,3}/\d{1,3}\b",
        ),
    ),
    (
        HitKind.PLATE,
        re.compile(
            rf"(?:{_CAR})\W{{1,3}}(?:[\w.-]+\W{{1,3}}){{0,2}}?((?=[a-zа-яіїє]*\d)(?:[a-zа-яіїє]{{1,3}}[ -]?\d{{2,4}}[ -]?[a-zа-яіїє]{{2,3}}|"
            r"\d{2,4}[ -][a-zа-яіїє]{2,3}))(?!\w)"
        ),
    ),
    (HitKind.HANDLE, re.compile(rf"{_NETWORK}\W{{1,4}}([A-Za-z][A-Za-z0-9._]{{3,}})", re.IGNORECASE)),
    (
        HitKind.HANDLE,
        re.compile(
            rf"\b{_MORE_NETWORKS}\W{{1,4}}([A-Za-z](?=[A-Za-z0-9._]*[0-9_.][A-Za-z0-9_])[A-Za-z0-9._]{{3,}})(?<![.])|\bid\d{{5,}}\b",
            re.IGNORECASE,
        ),
    ),
    (
        HitKind.PLACE,
        re.compile(
            r"///\w+\.\w+\.\w+|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"
            r"|[NSСЮ]\s?\d{1,2}[° ]\s?\d{1,2}[.,]\d+['′]?[,;\s]+[EWВЗ]\s?\d{1,3}[° ]\s?\d{1,2}[.,]\d+"
            r"|[NSСЮ]\s?\d{1,2}[.,]\d{3,}°?[,;\s]+[EWВЗ]\s?\d{1,3}[.,]\d{3,}"
            r"|(?:координат\w*|широт\w*|lat(?:itude)?|coordinates|gps|współrzędn\w*)\W{1,4}-?\d{1,2}[.,]\d+",
            re.IGNORECASE,
        ),
    ),
    (
        HitKind.BIRTH,
        re.compile(
            rf"(?:нар|{_BORN})\.?\W{{0,3}}(?:\w+\W{{1,2}}){{0,2}}?({DATE}|(?:19|20)\d\d)"
            rf"|{DATE}(?=\s?(?:р|г|року|года)\.?\s?(?:н|р|народж|рожд))"
            r"|(?<!\d)(?:19|20)\d\d(?=\s?(?:р|г|року|года)\.?\s?(?:н\b|р\b|народж|рожд))",
            re.IGNORECASE,
        ),
    ),
    (HitKind.ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")),
    (
        HitKind.ADDRESS,
        re.compile(
            rf"{_FLAT}(?:,?\s?{_FLAT})+|\b(?:буд|дом|будин\w+)\.?\s?№?\s?\d+\w?\s(?:на|по)\s[А-ЯІЇЄ]\w+|\bс\.\s[А-ЯІЇЄ][\w'’-]+,\s?\d{{1,4}}\b|\bкв\.?\s?№?\s?\d+",
            re.IGNORECASE,
        ),
    ),
)
# a line for everybody: before the number, or the number itself
_HOTLINE: Final = re.compile(r"\+?[17]?[ -]?(?:0\s?800|8[ -]?\(?800\)?|\(?8(?:00|88|77|66)\)?)[\s()-]*\d")
_LINE: Final = re.compile(
    r"(?:гаряч|горяч|hot\s?line|tip line|довідк|справк|infolini|ТЗПК|КБК|ОКТМО|ЄДРПОУ|ЕГРПОУ|ОГРН|чергов|дежурн|інв)\w*\W{0,3}(?:\w+\W{1,2}){0,3}$",
    re.IGNORECASE,
)
# an office's address is no secret: directly before it the office is named
_OFFICE: Final = re.compile(
    r"(?:лікарн|школ|садк|дитсад|садок|поліці|полици|відділ|отдел|управлін|управлен|бібліотек|библиотек|музе|ЦНАП|рад[аиі]\b|магазин|"
    r"аптек|вокзал|кафе|суд[уі]?\b|больниц|поликлин|поліклін|прийма[лн]|офіс|каб\w*\b|"
    r"office|station|annex|library|school|museum|hall|clinic|market|store|headquarters|courthouse|"
    r"urz[ąę]d|komend|komisariat|szko[łl]|szpital|bibliotek)\w*(?:\s[«\"“]?[\w'’-]+[»\"”]?){0,2}\s?[:,(]\s?(?:адрес\w*:?\s?)?$",
    re.IGNORECASE,
)
# «on 6-22-13»: a day as Americans write it, and a local number as Ukrainians do
_DAY: Final = re.compile(r"(?:0?\d|1[0-2])-(?:[0-2]?\d|3[01])-\d\d")
_ON_A_DAY: Final = re.compile(r"\b(?:on|since|dated|until|by|from|of)\s$", re.IGNORECASE)
_CASE: Final = re.compile(
    r"(?:request|case|справ\w+|звернен\w+|обращен\w+|заявк\w+|ticket|дел[оауе]|sprawy?)\W{0,3}(?:of\s|№\s?)?$",
    re.IGNORECASE,
)
BEFORE: Final = 48  # characters that are looked at before a hit


def found_by_form(text: str, kind: HitKind, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    """The stretches that one pattern finds: where each starts and ends, and whether it is everybody's (not a hit)."""
    for match in pattern.finditer(text):
        start, end = match.span(1 if pattern.groups and match.group(1) else 0)
        yield start, end, _is_everybodys(text, start, end, kind)


def _is_everybodys(text: str, start: int, end: int, kind: HitKind) -> bool:
    before = text[max(0, start - BEFORE) : start]
    if kind is HitKind.PHONE and _ON_A_DAY.search(before) and _DAY.fullmatch(text[start:end]):
        return True
    if kind is HitKind.PHONE:
        return _HOTLINE.match(text[start:end]) is not None or _LINE.search(before) is not None
    if kind is HitKind.DOCUMENT:
        return _CASE.search(before) is not None
    return kind is HitKind.ADDRESS and _OFFICE.search(before) is not None
