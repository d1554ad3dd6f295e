"""A key that shows sealed things takes two persons, and the journal holds every key as its deeds left it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_api_keys"), ("ledger", "0008_held_rows")]

    operations = [
        migrations.AddField(
            "apikey", "issued_by", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
        migrations.AddField(
            "apikey", "confirmed_by", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
        migrations.RunSQL(
            "SELECT ledger_guard('people_api_key', 'api_key')",
            reverse_sql="DROP TRIGGER must_record ON people_api_key",
        ),
        migrations.RunSQL(
            "SELECT ledger_hold('people_api_key', 'api_key', 'id', 'id')",
            reverse_sql="DROP TRIGGER IF EXISTS held ON people_api_key",
        ),
    ]
