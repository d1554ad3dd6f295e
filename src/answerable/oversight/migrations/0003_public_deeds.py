"""What is done about an appeal above its body has its leaf in the public log, or its transaction does not commit."""

from django.db import migrations

DEEDS = "ARRAY['escalation.raised', 'instruction.given', 'measure.taken']"


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_guard"), ("ledger", "0004_public_log")]
    operations = [migrations.RunSQL(f"SELECT ledger_publishes('oversight', {DEEDS}, 'later')")]
