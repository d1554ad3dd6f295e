"""That something was read, or commended, has its leaf in the public log, or its transaction does not commit."""

from django.db import migrations

DEEDS = "ARRAY['reading.read', 'commendation.given']"


class Migration(migrations.Migration):
    dependencies = [("oversight", "0005_barred_late"), ("ledger", "0004_public_log")]
    operations = [migrations.RunSQL(f"SELECT ledger_publishes('oversight_read', {DEEDS}, 'later')")]
