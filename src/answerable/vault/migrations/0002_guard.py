"""Looks and wraps kept by the database as well: looks are only ever added, sealed things change with their deed."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("ledger", "0002_guard")]

    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "guard.sql").read_text(encoding="utf-8"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
