"""Names in the order of the reader's alphabet."""

import pytest

from answerable.base.alphabets import in_order


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("pl", ["Aleja 3", "Cegielniana", "Ćma", "Lipowa", "Łąki Górne", "Mała", "Święta Woda", "Zarzecze", "Źródlana", "żabia"]),
        ("uk", ["Вовчанськ", "Гадяч", "Ґанок", "Єланець", "Зміїв", "Изюм", "Ізмаїл", "Їжакевичі", "Йосипівка", "Яготин"]),
        ("ru", ["Ельня", "Ёлкино", "Жуков"]),
        ("sk", ["Banská", "Čadca", "Dolná", "Staré Mesto"]),
        ("en", ["1 Main St", "Äppelgatan", "Broad St"]),
    ],
)  # fmt: skip
def test_names_stand_in_the_order_of_the_alphabet(language: str, names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=lambda name: in_order(name, language)) == names
