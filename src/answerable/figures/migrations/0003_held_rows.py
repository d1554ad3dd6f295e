"""The journal holds figures as they were published."""

from django.db import migrations

HELD = (
    ("figures_series", "series", "id", "id", "", ""),
    ("figures_attested", "attested", "id", "id", "", ""),
    ("figures_figure", "figure", "id", "id", "", ""),
)


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_attested"), ("ledger", "0009_held_wider")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold_from_now('{table}', '{word}', '{column}', '{key}', '{also}', '{passed}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key, also, passed in HELD
    ]
