"""After a restore numbers come from a new series: a database from yesterday does not know which it gave today."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("appeals", "0016_suspects")]

    operations = [
        migrations.RunSQL(Path(__file__).with_name("series.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
