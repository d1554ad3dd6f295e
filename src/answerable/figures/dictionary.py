"""The columns of the open table of figures, once: Table Schema, CSVW and the page of open data are made of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LICENCE: Final = ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
PERIOD: Final = r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?"
CODE: Final = r"[A-Za-z0-9._:/+=-]{1,64}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (`string`, `integer`, `number`), what it holds in our languages, what it may hold."""

    name: str
    type: str
    title: Mapping[str, str]
    pattern: str = ""
    least: int | None = None


COLUMNS: Final = (
    Column(
        "figure",
        "string",
        {"en": "Code of the figure", "uk": "Код показника", "ru": "Код показателя", "pl": "Kod wskaźnika"},
        r"[a-z-]{1,40}",
    ),
    Column(
        "definition",
        "integer",
        {
            "en": "Version of its definition",
            "uk": "Версія його означення",
            "ru": "Версия его определения",
            "pl": "Wersja jego definicji",
        },
        least=1,
    ),
    Column(
        "edition",
        "integer",
        {
            "en": "Edition: 0, then one more for each erratum",
            "uk": "Видання: 0, далі на одне більше з кожним виправленням",
            "ru": "Издание: 0, далее на одно больше с каждым исправлением",
            "pl": "Wydanie: 0, potem o jeden więcej z każdą poprawką",
        },
        least=0,
    ),
    Column(
        "period",
        "string",
        {
            "en": "Month, quarter or year",
            "uk": "Місяць, квартал або рік",
            "ru": "Месяц, квартал или год",
            "pl": "Miesiąc, kwartał lub rok",
        },
        PERIOD,
    ),
    Column(
        "body",
        "string",
        {
            "en": "Code of the authority; all: everybody",
            "uk": "Код відомства; all: усі",
            "ru": "Код ведомства; all: все",
            "pl": "Kod organu; all: wszyscy",
        },
        CODE,
    ),
    Column(
        "measure",
        "string",
        {
            "en": "What is measured: value, low and high (interval of 95 %), n, part.<what became of them>, answered-by.<day>, chance.<day> (what chance alone would give)",
            "uk": "Що виміряно: value, low і high (межі 95 %), n, part.<що з ними стало>, answered-by.<день>, chance.<день> (що дав би самий випадок)",
            "ru": "Что измерено: value, low и high (границы 95 %), n, part.<что с ними стало>, answered-by.<день>, chance.<день> (что дал бы один случай)",
            "pl": "Co zmierzono: value, low i high (przedział 95 %), n, part.<co się z nimi stało>, answered-by.<dzień>, chance.<dzień> (co dałby sam przypadek)",
        },
        CODE,
    ),
    Column(
        "value",
        "number",
        {
            "en": "The number: a share from 0 to 1, days, or a count",
            "uk": "Число: частка від 0 до 1, дні або кількість",
            "ru": "Число: доля от 0 до 1, дни или количество",
            "pl": "Liczba: odsetek od 0 do 1, dni albo ile ich jest",
        },
        least=0,
    ),
)
KEY: Final = ("figure", "period", "body", "measure")
ATTESTED_COLUMNS: Final = (
    Column(
        "series",
        "string",
        {"en": "Code of the series", "uk": "Код ряду", "ru": "Код ряда", "pl": "Kod szeregu"},
        r"[a-z][a-z0-9-]{0,39}",
    ),
    Column(
        "body",
        "string",
        {
            "en": "Code of the body that attests it",
            "uk": "Код органу, що засвідчує",
            "ru": "Код органа, который удостоверяет",
            "pl": "Kod organu, który poświadcza",
        },
        CODE,
    ),
    COLUMNS[3],
    COLUMNS[2],
    Column(
        "group",
        "string",
        {
            "en": "Topmost matter; all: every one",
            "uk": "Найвища тема; all: усі",
            "ru": "Верхняя тема; all: все",
            "pl": "Nadrzędny temat; all: wszystkie",
        },
        CODE,
    ),
    Column(
        "matter",
        "string",
        {
            "en": "Matter; all: every one of the group",
            "uk": "Тема; all: усі в групі",
            "ru": "Тема; all: все в группе",
            "pl": "Temat; all: wszystkie w grupie",
        },
        CODE,
    ),
    Column(
        "place",
        "string",
        {
            "en": "Code of the place; all: everywhere",
            "uk": "Код місця; all: усюди",
            "ru": "Код места; all: везде",
            "pl": "Kod miejsca; all: wszędzie",
        },
        CODE,
    ),
    Column(
        "value",
        "integer",
        {
            "en": "How many; *: hidden, because few or because it would give few back",
            "uk": "Скільки; *: приховано, бо мало або бо видало б мале число",
            "ru": "Сколько; *: скрыто, потому что мало или выдало бы малое число",
            "pl": "Ile; *: ukryte, bo mało albo zdradziłoby małą liczbę",
        },
        least=0,
    ),
)
_CSVW: Final = {"string": "string", "integer": "nonNegativeInteger", "number": "decimal"}


def table_schema(columns: Sequence[Column] = COLUMNS, key: Sequence[str] = KEY) -> dict[str, Any]:
    """The columns as Table Schema, version 2; what may be missing is not required."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            {
                "name": one.name,
                "type": one.type,
                "title": one.title["en"],
                "constraints": {"required": True}
                | ({"pattern": one.pattern} if one.pattern else {})
                | ({} if one.least is None else {"minimum": one.least}),
            }
            for one in columns
        ],
        "primaryKey": list(key),
    }


def csvw_columns() -> list[dict[str, Any]]:
    """The columns as CSVW."""
    return [
        {
            "name": one.name,
            "titles": {"en": [one.name]},
            "dc:description": one.title["en"],
            "datatype": _csvw_type(one),
            "required": True,
        }
        for one in COLUMNS
    ]


def _csvw_type(one: Column) -> dict[str, str]:
    found = {"base": _CSVW[one.type]}
    if one.pattern:
        found["format"] = one.pattern
    if one.least is not None:
        found["minimum"] = str(one.least)
    return found
