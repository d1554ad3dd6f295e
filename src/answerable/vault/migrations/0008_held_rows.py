"""The journal holds pairs of keys, records, wraps and requests to the quorum as their deeds left them."""

from django.db import migrations

HELD = (
    ("vault_key_pair", "key", "id", "id"),
    ("vault_record", "@", "id", "id"),
    ("vault_wrap", "@", "record_id", "id"),
    ("vault_quorum_request", "quorum", "id", "id"),
)


class Migration(migrations.Migration):
    dependencies = [("vault", "0007_padded_sizes"), ("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold('{table}', '{word}', '{column}', '{key}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key in HELD
    ]
