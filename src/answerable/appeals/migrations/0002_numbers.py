"""Numbers of registers and the guards of this room's tables: `numbers.sql`."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0001_initial"),
        ("ledger", "0002_guard"),
        ("promises", "0001_initial"),
        ("channels", "0001_initial"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_name("numbers.sql").read_text(encoding="utf-8"))]
