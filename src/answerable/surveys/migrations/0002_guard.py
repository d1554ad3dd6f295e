"""No survey and no draw changes without its deed."""

from django.db import migrations

GUARDED = {"surveys_survey": "survey", "surveys_draw": "draw"}


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial"), ("ledger", "0002_guard")]
    operations = [
        migrations.RunSQL(
            f"SELECT ledger_guard('{table}', '{word}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS must_record ON {table}",
        )
        for table, word in GUARDED.items()
    ]
