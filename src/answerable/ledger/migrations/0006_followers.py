"""One bookmark a room instead of one a follower, and a place for the deeds that a follower could not take."""

from pathlib import Path

from django.db import migrations, models

import answerable.base.ids

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_renumber"),
    ]

    operations = [
        # the old table stays in the database, for the release before; a later one drops it
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Bookmark")]),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("room", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("current_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "ledger_room_bookmark"},
        ),
        migrations.CreateModel(
            name="Parked",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("follower", models.CharField(max_length=120)),
                ("critical", models.BooleanField()),
                ("entry", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("subject", models.CharField(max_length=60)),
                ("tries", models.SmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, default="", max_length=120)),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                ("since", models.DateTimeField()),
                ("tried_at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_parked",
                "indexes": [models.Index(fields=["follower", "subject", "position"], name="ledger_parked_order")],
                "constraints": [models.UniqueConstraint(fields=("follower", "entry"), name="ledger_parked_once")],
            },
        ),
        migrations.RunSQL(
            (HERE / "room_bookmarks.sql").read_text(encoding="utf-8"),
            (HERE / "room_bookmarks_back.sql").read_text(encoding="utf-8"),
        ),
    ]
