"""A promise and its end have their leaves in the public log, or their transactions do not commit.

A promise from before this has no case there, and its end needs no leaf.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("promises", "0002_held_rows"), ("ledger", "0007_own_case")]
    operations = [
        migrations.RunSQL("SELECT ledger_publishes('promises_made', ARRAY['promise.made'], 'first')"),
        migrations.RunSQL("SELECT ledger_publishes('promises_ended', ARRAY['promise.kept', 'promise.broken'], 'own')"),
    ]
