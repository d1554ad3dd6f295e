"""The journal holds appeals, answers, points, reasons and senders as their deeds left them."""

from django.db import migrations

HELD = (
    ("appeals_appeal", "appeal", "id", "id"),
    ("appeals_answer", "appeal", "appeal_id", "id"),
    ("appeals_point", "appeal", "appeal_id", "id"),
    ("appeals_reason", "appeal", "appeal", "entry"),
    ("appeals_sender", "appeal", "appeal", "appeal"),
)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0014_longer_codes"), ("ledger", "0008_held_rows")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold('{table}', '{word}', '{column}', '{key}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key in HELD
    ]
