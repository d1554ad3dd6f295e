"""Words beside a name that say what it is: ranks, titles, streets, cars, badges, what somebody did. Pure.

They are compared by sound, as beginnings of words or whole, in Ukrainian, Russian, English and Polish. None of them
names anybody: they only lend weight to a word that does.
"""

from collections.abc import Iterable
from typing import Final

from answerable.people.rules.spelling import Word, shown, sounds


def stems(said: str) -> tuple[str, ...]:
    """The keys of beginnings of words: what starts with one of them is meant."""
    return tuple(dict.fromkeys(sounds(shown(said).split())))


def whole(said: str) -> frozenset[str]:
    """The keys of words that are meant as they stand."""
    return frozenset(sounds(shown(said).split()))


RANKS: Final = stems("""
    начальни капітан капитан майор лейтенант сержант полковни підполковни інспектор инспектор слідч следовател
    поліцейськ полицейск поліціян патрульн дільничн участков офіцер офицер командир заступни заместител керівни
    руководител шеф мент коп гаишни гаїшни рядов оперативн
    captain major lieutenant sergeant colonel inspector officer chief head commander deputy policem cop detective constable
    komendant naczelnik kierownik policjan dzielnicow aspirant posterunkow oficer strażnik
""")
STREETS: Final = stems(
    "вулиц улиц провул переул перехрест перекрест проспект площ хутор імені имени street lane avenue square ulic"
)
COMMANDS: Final = stems("начальни командир керівни руководител шеф head chief boss commander komendant naczelnik szef")
BADGES: Final = stems("жетон badge значок бейдж посвідчен удостоверен номер odznak numer")
CARS: Final = stems("машин авто автомоб тачк джип номер car cars vehicle jeep plate samoch auto wóz радіовоз radiow")
CONDUCT: Final = stems("""
    вимага требова требуе хабар взятк побив бив била избил избив бил погрож угрож штовх толкн ображ образи оскорб обзив обзыв
    матюк матер лая кричав кричит кричить орал орет забрав забира забрал відібра отобрал вкрав украв украл узяв узял взяв взял
    гроші грош деньг тисяч тыся занес відкуп откуп шантаж пяни пьян принижу унижа знуща издева катува пыта хам груб оштраф штраф
    затрима задерж бреш дурит кермом рул
    demand bribe threat beat beats hit hits kick shout yell insult drunk rude stole took money extort slap punch
    żąda grozi łapów pobił bije ukradł zabrał krzycz obraż pijan pieniąd wymusz
""")
TITLES: Final = whole(
    "пан пані пана пану паном панові гр громадянин господин гражданин mr mrs ms sir pan pani pana panu"
)
PLACED: Final = whole("в у на о об при под над до від от из із з по in on at z od przy")  # «у мороз»: the weather


def says(words: Iterable[Word], begun: tuple[str, ...]) -> bool:
    """Whether one of the words begins with one of these."""
    return any(key.startswith(begun) for word in words for key in word.keys)


def around(words: list[Word], place: int, before: int, after: int | None = None) -> list[Word]:
    """The words on each side of a place, it itself left out."""
    return words[max(0, place - before) : place] + words[place + 1 : place + 1 + (before if after is None else after)]
