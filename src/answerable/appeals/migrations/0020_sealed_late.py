"""An appeal that turns out late to be about staff is sealed with all its words."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("appeals", "0019_taken_down")]

    operations = [
        migrations.RunSQL(
            Path(__file__).with_name("sealed_late.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
    ]
