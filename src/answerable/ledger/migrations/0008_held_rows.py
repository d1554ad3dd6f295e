"""Deeds and their places carry seals, and what each deed left where is written down beside it."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_own_case")]

    operations = [
        migrations.AddField("entry", "seal", models.BinaryField(db_default=b"")),
        migrations.AddField("leaf", "seal", models.BinaryField(null=True)),
        migrations.RunSQL(Path(__file__).with_name("held.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
