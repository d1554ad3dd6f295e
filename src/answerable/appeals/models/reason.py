"""The words that go with a deed: the journal holds codes only, so what somebody gave as a reason is kept here, sealed."""

from django.db import models


class Reason(models.Model):
    """Why a deed was done, in the words of whoever did it; `inner` words are not shown to the resident."""

    entry = models.BigIntegerField(primary_key=True)  # ledger entry
    appeal = models.BigIntegerField()
    root = models.BigIntegerField()
    text = models.BinaryField()
    inner = models.BooleanField(default=False)

    class Meta:
        db_table = "appeals_reason"
        indexes = [models.Index(fields=["appeal"], name="appeals_reason_appeal")]
