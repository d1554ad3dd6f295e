"""Terms of authorities that gave an appeal away are kept with it; handing on inside an authority is a public act.

No date of an open appeal moves: whose term runs follows from the body that has it.
"""

from django.db import migrations, models

from answerable.appeals.rules.public_acts import LATER


def _list(deeds: tuple[str, ...]) -> str:
    return ", ".join(f"'{deed!s}'" for deed in deeds)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0010_law_is_a_room"), ("ledger", "0004_public_log")]
    operations = [
        migrations.AddField(
            model_name="appeal",
            name="clocks",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.RunSQL(
            "DROP TRIGGER must_publish_appeals_later ON ledger_entry;"
            f"SELECT ledger_publishes('appeals_later', ARRAY[{_list(LATER)}], 'later');"
        ),
    ]
