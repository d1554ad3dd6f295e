"""The law's tables by their names of before, for processes of the version before that still run (`names_of_before.sql`).

A later release drops them.
"""

from pathlib import Path

from django.db import migrations

_BACK = (
    "DROP VIEW appeals_category, appeals_jurisdiction, appeals_profile, appeals_ground, appeals_template, appeals_rung, "
    "appeals_setting"
)


class Migration(migrations.Migration):
    dependencies = [("law", "0001_from_appeals")]
    operations = [migrations.RunSQL(Path(__file__).with_name("names_of_before.sql").read_text(encoding="utf-8"), _BACK)]
