"""The journal holds messages as their deeds left them."""

from django.db import migrations

HELD = (("channels_message", "", "thing", "id"),)


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_longer_codes"), ("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold('{table}', '{word}', '{column}', '{key}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key in HELD
    ]
