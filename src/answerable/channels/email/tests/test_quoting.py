"""The new part of a reply, in the ways in which people's programs quote."""

import pytest

from answerable.channels.email.quoting import new_part

NEW = "Дякую, але ліхтар досі не світить."
QUOTED = "> Ваше звернення розглянуто.\n> З повагою"


@pytest.mark.parametrize(
    "text",
    [
        f"{NEW}\n\nпн, 2 бер. 2026 р. о 10:00 Поліція <appeals@police.example> пише:\n{QUOTED}\n",
        f"{NEW}\n\n2 марта 2026 г., 10:00 пользователь Полиция <a@police.example> написал:\n{QUOTED}",
        f"{NEW}\n\nПонедельник, 2 марта 2026, 10:00 +02:00 от a@police.example:\n\n{QUOTED}",
        f"{NEW}\n\nOn Mon, 2 Mar 2026 at 10:00, Police <a@police.example>\nwrote:\n\n{QUOTED}",
        f"{NEW}\n\n-----Original Message-----\nFrom: a\nWhatever stood there",
        f"{NEW}\n\n-------- Исходное сообщение --------\nОт: a",
        f"{NEW}\n\n________________________________\nВід: Поліція\nНадіслано: 2 березня 2026\nКому: Анна\nТема: Ліхтар\n\nТекст",
        f"{NEW}\n\nFrom: Police\nSent: Monday\nTo: Anna\nSubject: Lamp\n\nText",
        f"{NEW}\n\n-- \nАнна\n+380 50 000 00 00",
        f"{NEW}\n\nНадіслано з iPhone",
        f"{NEW}\n\nОтправлено с iPhone\n\n{QUOTED}",
        f"{QUOTED}\n\n{NEW}",
        NEW,
    ],
    ids=[
        "gmail-uk", "gmail-ru", "mail.ru", "gmail-en-two-lines", "outlook-en", "thunderbird-ru", "outlook-uk", "outlook-block",
        "signature", "phone-uk", "phone-ru-and-quotation", "below-the-quotation", "nothing-quoted",
    ],
)  # fmt: skip
def test_what_is_quoted_is_cut_off(text: str) -> None:
    assert new_part(text) == NEW


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Так.\n> Коли?\nУчора.\n> Де?\nБіля школи.", "Re: Ліхтар"),
        ("Дивіться нижче\n\nFrom: x\nSent: y\nTo: z\nSubject: w\n\nText", "Fwd: Ліхтар"),
        ("---------- Forwarded message ---------\nFrom: x\nText", ""),
        (QUOTED, ""),
        ("", ""),
        ("Отримав листа від: Іван\nне знаю, що робити", ""),
        ("Мій сусід пише:\nскаргу на мене", ""),
    ],
    ids=["between", "forwarded", "forwarded-mark", "only-a-quotation", "nothing", "a-sentence", "no-date-in-it"],
)
def test_what_somebody_wrote_is_never_cut(text: str, heading: str) -> None:
    assert new_part(text, heading=heading) == text


def test_a_quotation_of_a_thousand_lines_takes_no_time_and_leaves_the_words() -> None:
    assert new_part(f"{NEW}\n" + "> x\n" * 20_000) == NEW
