"""What kind of matter of the law an appeal is, where the law knows more than the five plain kinds."""

from django.db import migrations, models

from answerable.appeals.rules.public_acts import LATER


def _list(deeds: tuple[str, ...]) -> str:
    return ", ".join(f"'{deed!s}'" for deed in deeds)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0012_endings")]
    operations = [
        migrations.AddField(
            model_name="appeal",
            name="matter",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.RunSQL(
            "DROP TRIGGER must_publish_appeals_later ON ledger_entry;"
            f"SELECT ledger_publishes('appeals_later', ARRAY[{_list(LATER)}], 'later');"
        ),
    ]
