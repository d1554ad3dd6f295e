"""S01 in the sealed tier: one slow hash makes what proves the code and what opens the record, and nothing else does."""

import pytest

from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, make_world
from answerable.base.actor import resident
from answerable.vault import actions as vault_actions
from answerable.vault.models import FollowUpCode, Slot
from answerable.vault.rules import codes
from answerable.vault.terms import SlotKind, UnreadableError

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def counted(monkeypatch) -> list[str]:
    """The slow hashes, each of them written down."""
    runs: list[str] = []
    whole = codes.slow_hash

    def slow_hash(secret: str, salt: bytes, params: str = codes.PARAMS) -> tuple[bytes, bytes]:
        runs.append(secret)
        return whole(secret, salt, params)

    monkeypatch.setattr(codes, "slow_hash", slow_hash)
    return runs


def test_s01_registering_a_sealed_appeal_and_following_it_cost_one_slow_hash_each(counted):
    world = make_world()
    got = world.sent(seal=True)
    assert len(counted) == 1
    entered = vault_actions.enter_code(typed=got.code, at=AT)
    assert entered is not None
    assert (entered.subject.id, len(counted)) == (got.appeal, 2)
    world.sent()
    assert len(counted) == 2  # the working tier leaves it to the job


def test_s01_one_sealed_code_opens_nothing_of_another(counted):
    world = make_world()
    one, two = (world.sent(seal=True) for _ in range(2))
    rows = {row.subject_id: row for row in FollowUpCode.objects.all()}
    salts = {bytes(row.salt) for row in rows.values()}
    hashes = {bytes(row.hash) for row in rows.values()}
    assert (len(salts), len(hashes)) == (2, 2)
    assert set(Slot.objects.values_list("kind", flat=True)) == {SlotKind.CODE}
    first, other = rows[one.appeal], rows[two.appeal]
    _, opener = codes.slow_hash(one.code[7:23], bytes(first.salt), first.params)
    _, crossed = codes.slow_hash(one.code[7:23], bytes(other.salt), other.params)
    assert list(
        vault_actions.open_own(by=resident(one.appeal), at=AT, subject=subject_of(one.appeal), opener=opener)
    ) == [1]
    for wrong in (opener, crossed, bytes(first.hash)):
        with pytest.raises(UnreadableError):
            vault_actions.open_own(by=resident(two.appeal), at=AT, subject=subject_of(two.appeal), opener=wrong)
