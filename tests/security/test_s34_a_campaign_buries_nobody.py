"""S34: five thousand copies of one letter and twenty letters of others. Nothing is dropped, and the twenty are seen."""

import os
from datetime import timedelta
from time import perf_counter

import pytest

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal, Sketch
from answerable.appeals.queries import copies as kept
from answerable.appeals.queries import desk
from answerable.appeals.queries.worklist import WorkView
from answerable.appeals.terms import State
from answerable.appeals.testing import AT, World, make_world
from answerable.base.actor import SYSTEM
from answerable.ledger.models import Entry
from answerable.site.testing import hear_all

# Each is sent in a transaction of its own, as in life: a thousand savepoints in one made one statement so slow that the
# application's limit cut it off on a busy machine.
pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
MANY = 5_000 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 1_000  # `make fuzz` sends all of them
REAL = 20
LETTER = (
    "Шановне керівництво! Ми, мешканці міста, вимагаємо негайно повернути пост на площі Ринок, бо щовечора там бійки, "
    "а патруль не приїжджає. Просимо відповісти кожному. {name}, тел. {phone}, {extra}"
)
OWN = (
    "Біля дому {n} по вулиці Шкільній щоночі зупиняється вантажівка номер {n}{n}, двигун працює до ранку",
    "У під'їзді {n} зламали двері, сусідка {n} бачила двох хлопців, ніхто не записав її слова",
    "My bicycle number {n} was taken from the yard of house {n}; I have a photograph of the man",
    "Мой сын {n} видел, как продают пиво детям в ларьке {n} возле остановки, прошу проверить",
)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def sent(world: World) -> tuple[list[int], list[int], list[float]]:
    """Everything sent within ten minutes: appeals of the campaign, appeals of others, seconds that each took."""
    copied, real, took = [], [], []
    every = MANY // REAL
    for n in range(MANY):
        at = AT + timedelta(seconds=600 * n / MANY)
        began = perf_counter()
        words = LETTER.format(name=f"Дарина {n}", phone=f"+38067{n:07}", extra="!" * (n % 3))
        copied.append(world.sent(at=at, text=words, contact=f"+38067{n:07}", way="phone").appeal)
        took.append(perf_counter() - began)
        if n % every == every // 2 and len(real) < REAL:
            real.append(world.sent(at=at, text=OWN[len(real) % 4].format(n=len(real) + 3)).appeal)
    hear_all()
    return copied, real, took


def test_s34_all_are_numbered_the_copies_are_one_row_and_the_twenty_are_seen(world, sent):
    copied, real, took = sent
    at = AT + timedelta(minutes=11)
    rows = Appeal.objects.filter(id__in=[*copied, *real])
    assert len(set(rows.values_list("number", flat=True))) == MANY + REAL
    assert sorted(took)[int(len(took) * 0.95)] < 3
    assert appeals_actions.gather(by=SYSTEM, at=at) == MANY
    head = world.actor("petrenko", at)
    page = appeals_queries.worklist(head, view=WorkView.TODO, at=at)
    assert {row.id for row in page.rows if not row.folded} == set(real)
    (campaign,) = [row for row in page.rows if row.folded]
    assert page.next == ""
    event = desk.incident_for(head, campaign.incident)
    assert (event.size, event.waiting) == (MANY, MANY)

    # the law's clock runs for each, and each has its two deeds
    assert not rows.filter(due_at=None).exists()
    assert rows.filter(due_at__gt=at, state=State.REGISTERED).count() == MANY + REAL
    assert Entry.objects.filter(deed="appeal.grouped", actor="house").count() == MANY
    assert appeals_queries.counts(head, at=at)[WorkView.TODO] == MANY + REAL
    assert not Sketch.objects.filter(appeal__in=copied).exists()

    # one answer to all: signed once, sent by the job, a deed for each
    signed = appeals_actions.answer_all(by=head, at=at, incident=campaign.incident, text="З п'ятниці пост повернеться.")
    assert signed == (MANY, False)
    (mailing,) = kept.mailings()
    steps = 0
    while steps < 5 and appeals_actions.send_mailing(at=at, ref=mailing):
        steps += 1
    assert Entry.objects.filter(deed="appeal.answered").count() == 100
    assert rows.filter(id__in=real, state=State.REGISTERED).count() == REAL


def test_s34_nothing_of_the_words_is_in_the_marks(world):
    """The marks of two equal letters are equal, and of no use to who has no key: they are no hash of any word."""
    sent = [world.sent(text=LETTER.format(name="Дарина", phone=1, extra="")) for _ in range(2)]
    for one in sent:
        appeals_actions.sketch(at=AT, ref=one.appeal)
    first, second = (set(marks) for marks in Sketch.objects.values_list("marks", flat=True))
    assert first == second
    from hashlib import blake2b

    words = LETTER.casefold().split()
    plain = {int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big", signed=True) for word in words}
    assert not first & plain
