"""The journal holds what oversight did as its deeds left it."""

from django.db import migrations

HELD = (
    ("oversight_escalation", "escalation", "id", "id"),
    ("oversight_item", "item", "id", "id"),
    ("oversight_instruction", "instruction", "id", "id"),
    ("oversight_measure", "measure", "id", "id"),
    ("oversight_commendation", "commendation", "id", "id"),
)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_public_deeds"), ("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold('{table}', '{word}', '{column}', '{key}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key in HELD
    ]
