"""The journal holds accounts, seats and absences as their deeds left them."""

from django.db import migrations

HELD = (
    ("people_account", "account", "id", "id"),
    ("people_seat", "seat", "id", "id"),
    ("people_absence", "absence", "id", "id"),
)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_known_by"), ("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold('{table}', '{word}', '{column}', '{key}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key in HELD
    ]
