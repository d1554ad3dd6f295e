"""What a table can"t say of itself: the triggers and rights of `guard.sql`."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(Path(__file__).with_name("guard.sql").read_text(encoding="utf-8"))]
