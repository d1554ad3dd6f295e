"""The journal holds surveys, draws, questionnaires and results as their last deed left them."""

from django.db import migrations

HELD = (
    ("surveys_panel", "panel", "id", "id", "", ""),
    ("surveys_survey", "survey", "id", "id", "", ""),
    ("surveys_draw", "draw", "id", "id", "", ""),
    ("surveys_questionnaire", "questionnaire", "id", "id", "", ""),
    ("surveys_result", "dataset", "id", "id", "", ""),
)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0012_field"), ("ledger", "0009_held_wider")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold_from_now('{table}', '{word}', '{column}', '{key}', '{also}', '{passed}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key, also, passed in HELD
    ]
