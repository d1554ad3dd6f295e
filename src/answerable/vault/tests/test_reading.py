"""One place through which sealed things are read: the look first, then what is missing in the order it can be given."""

import pytest

from answerable.base import shapes
from answerable.base.actor import resident
from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.vault import actions, opening, queries, sealing, wording
from answerable.vault.models import AccessRecord
from answerable.vault.terms import KeyWantedError, NoKeyForYouError, PurposeWantedError
from answerable.vault.tests.cast import LATER, MARK, OLENA, OMB, PETRENKO, person, sealed_appeal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.security]
FIELD = SealedField(table="channels_message", column="text")


@pytest.fixture
def put():
    """A sealed appeal with one text in it: (appeal, code, text as stored, Olena's private key)."""
    pair, seed = person(OLENA)
    appeal, code, _ = sealed_appeal(pair)
    return appeal, code, sealing.put_in(appeal, FIELD, MARK, ref=3), seed


def reader(actor=OLENA, *, seed=None, purpose="handle"):
    return actions.DeskReader(
        by=actor, at=LATER, section="desk:case", seed=lambda: seed, purpose=lambda _appeal: purpose
    )


def opened(stored):
    return sealing.open_text(FIELD, stored, root=5, ref=3)


def test_view_audit_stands_before_the_text_is_opened_and_once_for_each_page(put):
    appeal, _, stored, seed = put
    with opening.opened_by(reader(seed=seed)):
        assert (opened(stored), opened(stored)) == (MARK, MARK)
    look = AccessRecord.objects.get()
    assert (look.record, look.actor, look.section, look.purpose, look.allowed) == (
        appeal.id,
        OLENA.word,
        "desk:case",
        "handle",
        True,
    )


def test_view_audit_outside_a_page_nothing_opens_at_all(put):
    with pytest.raises(KeyWantedError):
        opened(put[2])
    assert AccessRecord.objects.count() == 0


def test_view_audit_without_a_purpose_or_a_key_nothing_opens(put):
    for wanted, given in ((PurposeWantedError, reader(seed=put[3], purpose="")), (KeyWantedError, reader())):
        with opening.opened_by(given), pytest.raises(wanted):
            opened(put[2])
    assert AccessRecord.objects.count() == 0


def test_view_audit_whoever_has_no_wrap_is_told_so_and_the_try_stands_in_the_chain(put):
    _, seed = person(OMB)
    for given in (seed, None):  # whether or not their own key is open
        with opening.opened_by(reader(OMB, seed=given)), pytest.raises(NoKeyForYouError):
            opened(put[2])
    with opening.opened_by(reader(PETRENKO)), pytest.raises(KeyWantedError):  # no pair at all: they may make one
        opened(put[2])
    assert list(AccessRecord.objects.values_list("actor", "allowed")) == [(OMB.word, False)] * 2


def test_a_sender_opens_their_own_appeal_only(put):
    appeal, code, stored, _ = put
    actions.hash_one_code()
    cookie = actions.enter_code(typed=code.digits, at=LATER).cookie
    session = queries.follow_session(cookie, LATER)
    opener = queries.follow_opener(session, cookie)
    with opening.opened_by(actions.SenderReader(by=resident(appeal.id), at=LATER, subject=appeal, opener=opener)):
        assert opened(stored) == MARK
    for other in (Subject("appeal", appeal.id + 1), appeal):
        given = opener if other != appeal else None
        sender = actions.SenderReader(by=resident(other.id), at=LATER, subject=other, opener=given)
        with opening.opened_by(sender), pytest.raises(KeyWantedError):
            opened(stored)
    assert list(AccessRecord.objects.values_list("purpose", flat=True)) == ["own"]


def test_a_text_moved_to_another_record_does_not_open(put):
    appeal, _, stored, seed = put
    pair, _ = person(OMB)
    other, _, _ = sealed_appeal(pair)
    moved = stored[:4] + other.id.to_bytes(8, "big") + stored[12:]
    assert sealing.is_sealed(moved)
    with opening.opened_by(reader(seed=seed)), pytest.raises(NoKeyForYouError):
        opened(moved)
    assert appeal != other


def test_damaged_is_said_in_one_way() -> None:
    assert str(wording.DAMAGED) == shapes.damaged()
