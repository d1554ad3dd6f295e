"""A public deed on an appeal has its leaf in the public log, or its transaction does not commit."""

from django.db import migrations

from answerable.appeals.rules.public_acts import FIRST, LATER


def _list(deeds: tuple[str, ...]) -> str:
    return ", ".join(f"'{deed!s}'" for deed in deeds)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0005_copies"), ("ledger", "0004_public_log")]
    operations = [
        migrations.RunSQL(
            f"SELECT ledger_publishes('appeals_first', ARRAY[{_list(FIRST)}], 'first');"
            f"SELECT ledger_publishes('appeals_later', ARRAY[{_list(LATER)}], 'later');"
        )
    ]
