"""The journal holds the law of the place as its pack loaded it."""

from django.db import migrations

HELD = (
    ("law_category", "category", "id", "id", "pack/%", ""),
    ("law_jurisdiction", "jurisdiction", "id", "id", "pack/%", ""),
    ("law_profile", "profile", "id", "id", "pack/%", ""),
    ("law_ground", "ground", "id", "id", "pack/%", ""),
    ("law_template", "template", "id", "id", "pack/%", ""),
    ("law_rung", "rung", "id", "id", "pack/%", ""),
    ("law_setting", "setting", "name", "name", "pack/%", ""),
)


class Migration(migrations.Migration):
    dependencies = [("law", "0003_clocks"), ("ledger", "0009_held_wider")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold_from_now('{table}', '{word}', '{column}', '{key}', '{also}', '{passed}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key, also, passed in HELD
    ]
