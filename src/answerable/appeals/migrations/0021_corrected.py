"""That a kind was set right is a public act: without its leaf it does not commit."""

from django.db import migrations

from answerable.appeals.rules.public_acts import LATER


def _list(deeds: tuple[str, ...]) -> str:
    return ", ".join(f"'{deed!s}'" for deed in deeds)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0020_sealed_late")]
    operations = [
        migrations.RunSQL(
            "DROP TRIGGER must_publish_appeals_later ON ledger_entry;"
            f"SELECT ledger_publishes('appeals_later', ARRAY[{_list(LATER)}], 'later');"
        )
    ]
