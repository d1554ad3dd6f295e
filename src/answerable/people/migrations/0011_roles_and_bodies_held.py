"""The journal holds what a seat may do, who commands whom, and who comes in by which sign-in."""

from django.db import migrations

HELD = (
    ("people_role", "role", "id", "id", "pack/%", ""),
    ("people_body", "body", "id", "id", "pack/%", ""),
    ("people_identity", "account", "account_id", "digest", "", ""),
)


class Migration(migrations.Migration):
    dependencies = [("people", "0010_api_keys_of_two"), ("ledger", "0009_held_wider")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold_from_now('{table}', '{word}', '{column}', '{key}', '{also}', '{passed}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key, also, passed in HELD
    ]
