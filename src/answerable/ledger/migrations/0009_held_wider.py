"""The journal holds tables whose rows a pack loads, whose key is a word, or of which some columns change without a deed."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            Path(__file__).with_name("held_wider.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
    ]
