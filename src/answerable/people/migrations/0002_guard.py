"""No account, seat or absence changes without its deed."""

from django.db import migrations

GUARDED = (("people_account", "account"), ("people_seat", "seat"), ("people_absence", "absence"))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("ledger", "0002_guard")]

    operations = [
        migrations.RunSQL(
            sql=f"SELECT ledger_guard('{table}', '{word}')",
            reverse_sql=f"DROP TRIGGER must_record ON {table}",
        )
        for table, word in GUARDED
    ]
