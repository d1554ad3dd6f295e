"""What a restored installation says of its sealed fields: every declared one is looked into, and a damaged one is counted."""

import pytest
from allauth.mfa.models import Authenticator

from answerable.appeals.models import Sender
from answerable.appeals.testing import make_world
from answerable.ledger.models import CaseKey
from answerable.people import sealing
from answerable.people.testing import make_account
from answerable.site.accounts import Factors
from answerable.site.backups import examining
from answerable.vault.models import FollowUpCode

pytestmark = pytest.mark.django_db


def test_every_declared_field_is_looked_into() -> None:
    world = make_world()
    world.sent(name="Olha", contact="olha@example.org", way="email")
    whole = examining.report(sample=50)
    assert (whole["fields_shut"], examining.report(sample=0)["fields_opened"]) == (0, 0)
    for model, column in ((Sender, "name"), (Sender, "contact"), (FollowUpCode, "sealed")):
        row = model.objects.order_by("pk").first()
        damaged = bytes(getattr(row, column))[:-1] + bytes([bytes(getattr(row, column))[-1] ^ 1])
        model.objects.filter(pk=row.pk).update(**{column: damaged})
    spoilt = examining.report(sample=50)
    assert (spoilt["fields_shut"], spoilt["fields_opened"]) == (3, whole["fields_opened"] - 3)


def test_what_is_sealed_by_another_rule_is_looked_into_as_well() -> None:
    """Of two people's seeds one is from another installation, and the key of one case lies with another."""
    world = make_world()
    before = examining.report(sample=50)
    for _ in range(2):
        world.sent()
    account, other = make_account(), make_account()
    sealed = Factors().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=account, type="totp", data={"secret": sealed})
    Authenticator.objects.create(user=other, type="recovery_codes", data={"seed": sealed, "used_mask": 0})
    whole = examining.report(sample=50)
    strange = sealing.seal_box_text(bytes(32), sealing.SEED, "JBSWY3DPEHPK3PXP")
    Authenticator.objects.filter(user=other).update(data={"seed": strange, "used_mask": 0})
    moved = CaseKey(thing="appeal/99", sealed=CaseKey.objects.latest("thing").sealed)
    moved.save(force_insert=True)  # it is bound to its case
    spoilt = examining.report(sample=50)
    assert (before["fields_shut"], whole["fields_shut"], spoilt["fields_shut"]) == (0, 0, 2)
    assert spoilt["fields_opened"] == whole["fields_opened"] - 1
