"""Deeds on subjects with cases of their own are held to those cases, not to that of an appeal which they name."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_followers")]

    operations = [
        migrations.RunSQL(Path(__file__).with_name("own_case.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
