"""A new row's digest is written without looking for the states before it: it has none."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            Path(__file__).with_name("held_insert.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
    ]
