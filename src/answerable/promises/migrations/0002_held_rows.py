"""The journal holds promises as their deeds left them."""

from django.db import migrations

HELD = (("promises_promise", "promise", "id", "id"),)


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial"), ("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold('{table}', '{word}', '{column}', '{key}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key in HELD
    ]
