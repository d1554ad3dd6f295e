"""The journal holds places and calendars as their pack loaded them."""

from django.db import migrations

HELD = (
    ("places_territory", "territory", "id", "id", "pack/%", ""),
    ("places_calendar", "calendar", "id", "id", "pack/%", ""),
)


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("ledger", "0009_held_wider")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold_from_now('{table}', '{word}', '{column}', '{key}', '{also}', '{passed}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key, also, passed in HELD
    ]
