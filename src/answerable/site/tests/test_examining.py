"""What a restored installation says of its sealed fields: every declared one is looked into, and a damaged one is counted."""

import pytest

from answerable.appeals.models import Sender
from answerable.appeals.testing import make_world
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
