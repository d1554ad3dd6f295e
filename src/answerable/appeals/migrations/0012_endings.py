"""How a matter ended is kept with it. What ended before has none: nobody was asked then."""

from django.db import migrations, models

from answerable.appeals.rules.public_acts import LATER


def _list(deeds: tuple[str, ...]) -> str:
    return ", ".join(f"'{deed!s}'" for deed in deeds)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0011_one_term_per_authority")]
    operations = [
        migrations.AddField(
            model_name="appeal",
            name="ending",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.RunSQL(
            "DROP TRIGGER must_publish_appeals_later ON ledger_entry;"
            f"SELECT ledger_publishes('appeals_later', ARRAY[{_list(LATER)}], 'later');"
        ),
    ]
