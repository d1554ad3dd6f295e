"""The words of each figure in Polish."""

from typing import Final

from answerable_verify.numbers.wording.shape import FigureWords

_CAME: Final = "Czynności z datą w tym okresie."
_UNTIL: Final = "Stan na ostatni dzień okresu."
_DATES: Final = "Terminy odpowiedzi przypadające w tym okresie, jakie były w jego ostatnim dniu. Wznowiona sprawa ma jeszcze jeden termin."
_EVERY_DATE: Final = "Wszystkie te terminy: także te bez odpowiedzi i te, które wycofano."

TABLE: Final = {
    "time-to-answer": FigureWords(
        "Czas do odpowiedzi",
        "Dni od rejestracji do pierwszej odpowiedzi albo uzasadnionej odmowy; „otrzymaliśmy” nie jest odpowiedzią. Kto jeszcze czeka, jest liczony tak długo, jak czeka; wycofanie, połączenie z inną sprawą, a dla jednego organu także przekazanie innemu organowi kończą czekanie bez odpowiedzi (Aalen i Johansen, przedziały log-log).",
        "Sprawy zarejestrowane w tym okresie. Dla organu, który dostał sprawę od innego, liczy się ona od dnia, w którym tam dotarła, według zegara samego mieszkańca.",
        _UNTIL,
        "Czy odpowiedź była dobra. Organy mają różne sprawy: same dni ich nie porównują.",
    ),
    "on-time": FigureWords(
        "Odpowiedzi w terminie",
        "Terminy, w których odpowiedziano tego samego dnia lub wcześniej.",
        _EVERY_DATE,
        _DATES,
        "Czy odpowiedź była dobra i czy termin przesunięto: to osobny wskaźnik.",
    ),
    "outcome": FigureWords(
        "Załatwione, według słów nadawców",
        "Sprawy, o których nadawca mówi przy każdym punkcie, że jest załatwiony. Urząd o każdej z nich mówi, że odpowiedział; ten wskaźnik pokazuje różnicę.",
        "Sprawy, na które w tym okresie odpowiedziano i które nadawca ocenił własnym słowem. To, co spisała obsługa, liczy się osobno.",
        _UNTIL,
        "Co myślą ci, którzy nic nie powiedzieli. Podajemy ich obok.",
    ),
    "heard": FigureWords(
        "Nadawcy, którzy powiedzieli, jak się skończyło",
        "Sprawy, w których nadawca powiedział własnym słowem, czy punkt jest załatwiony, czy jest odpowiedź, czy jej brak.",
        "Sprawy, na które w tym okresie odpowiedziano. To, co spisała obsługa, stoi osobno, podobnie jak ci, którzy nic nie powiedzieli.",
        _UNTIL,
        "Dlaczego pozostali nic nie powiedzieli. Gdzie mówi niewielu, „załatwione” mówi o niewielu.",
    ),
    "waiting": FigureWords(
        "Czekają mimo upływu terminu",
        "Sprawy bez odpowiedzi, których termin nadszedł albo minął.",
        "Wszystkie sprawy, które czekają na odpowiedź.",
        "Ostatni dzień okresu.",
        "Jak trudne są te sprawy.",
    ),
    "received": FigureWords(
        "Sprawy, które wpłynęły",
        "Sprawy zarejestrowane, według drogi i tematu, tak dokładnie, jak podaje to publiczny dziennik.",
        "Każda sprawa raz.",
        _CAME,
        "Co działo się w społeczności: kto bardziej ufa, ten więcej pisze. Nigdy cel do wykonania.",
    ),
    "points": FigureWords(
        "Punkty spełnione",
        "Punkty odpowiedzi, o których urząd mówi, że je spełnił; to, co obiecał, i to, czego odmówił na podstawie prawa, stoi osobno.",
        "Punkty odpowiedzi udzielonych w tym okresie, tak jak liczy je sama odpowiedź.",
        _CAME,
        "Czy nadawca widzi to tak samo: o tym mówi „załatwione, według słów nadawców”.",
    ),
    "extended": FigureWords(
        "Przesunięte terminy",
        "Terminy odpowiedzi, które przedłużono co najmniej raz.",
        _EVERY_DATE,
        _DATES,
        "Czy powód był dobry: każde przedłużenie podaje w dzienniku swoją podstawę.",
    ),
    "forwarded": FigureWords(
        "Przekazane innemu organowi",
        "Sprawy, które dostał inny organ; przekazania wewnątrz organu nie liczymy.",
        "Sprawy zarejestrowane w tym okresie.",
        _UNTIL,
        "Czy słusznie je przekazano.",
    ),
    "disputed": FigureWords(
        "Zakwestionowane odpowiedzi",
        "Sprawy, w których nadawca kwestionuje ostatnią odpowiedź własnym słowem. To, co spisała za niego obsługa, jest osobną częścią; to, o czym powiedział, że nie jest jego słowem, liczy się jak niepowiedziane.",
        "Sprawy, na które w tym okresie odpowiedziano. Kto może jeszcze kwestionować, liczy się jak ten, kto nie kwestionuje.",
        _UNTIL,
        "Kto miał rację.",
    ),
    "closing": FigureWords(
        "Jak blisko terminu przyszły odpowiedzi",
        "Odpowiedzi według liczby dni, które zostały: w dniu pytania, wcześniej, od dwóch do pięciu dni przed, dzień przed, w ostatnim dniu, później. Gdzie sprawy zamyka się dla statystyki, odpowiedzi gromadzą się w ostatnich dniach.",
        "Odpowiedzi udzielone w tym okresie, we wznowionej sprawie także druga.",
        _CAME,
        "Czy odpowiedź z ostatniego dnia była zła. Nikogo nie oskarża.",
    ),
    "closing-days": FigureWords(
        "W jakie dni miesiąca odpowiadano",
        "Odpowiedzi według dnia miesiąca, obok tego, co dałby sam przypadek, gdyby każdy dzień od poniedziałku do piątku był taki sam: w 95 na 100 okresów wszystkie dni leżą w tym paśmie. Gdzie sprawy zamyka się dla statystyki, odpowiedzi gromadzą się pod koniec miesiąca.",
        "Odpowiedzi udzielone w tym okresie, we wznowionej sprawie także druga.",
        _CAME,
        "Dni wolne: dziennik nie ma kalendarza, więc święto liczy się jak dzień roboczy. Nikogo nie oskarża.",
    ),
    "reopened": FigureWords(
        "Wznowione po odpowiedzi",
        "Sprawy wznowione w ciągu trzydziestu dni od odpowiedzi.",
        "Odpowiedzi udzielone w tym okresie. To, co można jeszcze wznowić, liczy się jak niewznowione.",
        _UNTIL,
        "Dlaczego je wznowiono: każde wznowienie mówi to w dzienniku.",
    ),
    "entered": FigureWords(
        "Odpowiedzi w sprawach zapisanych przy biurku",
        "Ile odpowiedzi udzielono w sprawach, które urzędnik zapisał za kogoś, kto dzwonił, przyszedł albo przysłał list. Kto zamyka to, co sam zapisał, może mieć wiele szybkich odpowiedzi.",
        "Odpowiedzi udzielone w tym okresie, we wznowionej sprawie także druga.",
        _CAME,
        "Czy ktoś naprawdę dzwonił. Sprawy, które ludzie przysłali sami, mają własny czas do odpowiedzi.",
    ),
    "time-to-answer-sent": FigureWords(
        "Czas do odpowiedzi na to, co ludzie przysłali sami",
        "Jak czas do odpowiedzi, bez tego, co urzędnik zapisał przy biurku i co przeniesiono z dawnego rejestru.",
        "Zgłoszenia zarejestrowane w tym okresie, które ludzie przysłali sami.",
        _UNTIL,
        "Czy odpowiedź była dobra i jak długo czeka ten, kto dzwoni albo przychodzi.",
    ),
    "endings": FigureWords(
        "Jak skończyły się sprawy",
        "Sprawy zamknięte, według zamkniętej listy zakończeń. Załatwioną czyni sprawę tylko słowo nadawcy.",
        "Sprawy zamknięte w tym okresie.",
        _CAME,
        "Spraw, które są jeszcze otwarte.",
    ),
    "escalated": FigureWords(
        "Przedstawione kierownictwu",
        "Ile razy sprawa poszła wyżej, bo była spóźniona, zakwestionowana albo źle załatwiona.",
        "Liczy się każdy raz; jedna sprawa może pójść wyżej kilka razy.",
        _CAME,
        "Co zrobiło z tym kierownictwo.",
    ),
    "chair-reading": FigureWords(
        "Przeczytane przez kierownictwo w ciągu doby",
        "Listy, które osoba kierująca, której je przedstawiono, przeczytała do końca następnego dnia.",
        "Listy do osoby kierującej, podziękowania i sprawy, które poszły wyżej, za każdym razem, gdy przed nią stanęły. Nieprzeczytane i wycofane zostają w liczbie.",
        "Listy, których następny dzień przypada w tym okresie; stan na jego ostatni dzień.",
        "Co czytający z tym zrobił.",
    ),
    "instructed": FigureWords(
        "Polecenia kierownictwa",
        "Polecenia, żeby odpowiedzieć albo wyjaśnić.",
        "Każde polecenie raz.",
        _CAME,
        "Czy je wykonano.",
    ),
    "instructions-done": FigureWords(
        "Polecenia wykonane w terminie",
        "Polecenia odpowiedzi, po których nadawca dostał odpowiedź do wyznaczonego dnia.",
        "Polecenia odpowiedzi, których dzień przypada w tym okresie; wycofane wcześniej zostają w liczbie. Poleceń wyjaśnienia tu nie ma: dziennik nie zna ich końca.",
        _UNTIL,
        "Czy odpowiedź była dobra.",
    ),
    "measures": FigureWords(
        "Działania po złych odpowiedziach",
        "Co zrobiono w urzędzie po złej odpowiedzi, według rodzaju. Urzędy, nigdy osoby.",
        "Każde działanie raz.",
        _CAME,
        "Czy to pomogło. Nigdy cel do wykonania.",
    ),
    "commended": FigureWords(
        "Pochwały",
        "Dobre odpowiedzi, o których powiedziało to kierownictwo. Urzędy, nigdy osoby.",
        "Każda pochwała raz.",
        _CAME,
        "Dobrych odpowiedzi, o których nikt nie mówił. Nigdy cel do wykonania.",
    ),
    "promises": FigureWords(
        "Obietnice dotrzymane w terminie",
        "Obietnice, o których urząd pokazał do dnia, który sam sobie wyznaczył, że je spełnił.",
        "Obietnice, których dzień przypada w tym okresie: niedotrzymane i otwarte zostają w liczbie.",
        _UNTIL,
        "Co obiecano: dziennik mówi, że obietnica jest i do kiedy, a nigdy komu.",
    ),
}
