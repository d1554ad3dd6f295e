"""No escalation, item, instruction, measure or commendation changes without its deed."""

from django.db import migrations

GUARDED = {
    "oversight_escalation": "escalation",
    "oversight_item": "item",
    "oversight_instruction": "instruction",
    "oversight_measure": "measure",
    "oversight_commendation": "commendation",
}


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("ledger", "0002_guard")]
    operations = [
        migrations.RunSQL(
            f"SELECT ledger_guard('{table}', '{word}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS must_record ON {table}",
        )
        for table, word in GUARDED.items()
    ]
