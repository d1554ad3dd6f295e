"""The journal holds studies as their last deed left them."""

from django.db import migrations

HELD = (("focus_study", "focus", "id", "id", "", ""),)


class Migration(migrations.Migration):
    dependencies = [("focus", "0001_initial"), ("ledger", "0009_held_wider")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold_from_now('{table}', '{word}', '{column}', '{key}', '{also}', '{passed}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key, also, passed in HELD
    ]
