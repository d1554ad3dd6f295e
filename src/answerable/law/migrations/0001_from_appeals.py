"""The law becomes a room: its tables are renamed where they lie (`rename.sql`), nothing is copied and no row changes."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids

_RENAME = Path(__file__).with_name("rename.sql").read_text(encoding="utf-8")


def _renaming(was: str, becomes: str) -> str:
    return _RENAME.replace("{was}", was).replace("{becomes}", becomes)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("appeals", "0009_chosen"), ("people", "0001_initial"), ("places", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_renaming("appeals", "law"), _renaming("law", "appeals"))],
            state_operations=[
                migrations.CreateModel(
                    name="Rung",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                default=answerable.base.ids.new_id, primary_key=True, serialize=False
                            ),
                        ),
                        ("cause", models.CharField(max_length=14)),
                        ("place", models.SmallIntegerField()),
                        ("after_days", models.SmallIntegerField(default=0)),
                        (
                            "to",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), size=None
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("valid_to", models.DateField(null=True)),
                    ],
                    options={
                        "db_table": "law_rung",
                    },
                ),
                migrations.CreateModel(
                    name="Setting",
                    fields=[
                        ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("value", models.JSONField()),
                    ],
                    options={
                        "db_table": "law_setting",
                    },
                ),
                migrations.CreateModel(
                    name="Template",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                default=answerable.base.ids.new_id, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=60, unique=True)),
                        ("name", models.JSONField()),
                        ("text", models.JSONField()),
                    ],
                    options={
                        "db_table": "law_template",
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                default=answerable.base.ids.new_id, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=60, unique=True)),
                        ("place", models.IntegerField(default=0)),
                        ("name", models.JSONField()),
                        ("hint", models.JSONField(default=dict)),
                        ("kinds", models.JSONField(default=list)),
                        ("stopper", models.JSONField(null=True)),
                        ("questions", models.JSONField(default=list)),
                        ("words", models.JSONField(default=dict)),
                        ("sensitive", models.BooleanField(default=False)),
                        ("retired_on", models.DateField(null=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="law.category",
                            ),
                        ),
                        (
                            "specialist",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.body",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "law_category",
                    },
                ),
                migrations.CreateModel(
                    name="Ground",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                default=answerable.base.ids.new_id, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=60)),
                        ("act", models.CharField(max_length=12)),
                        ("name", models.JSONField()),
                        ("basis", models.CharField(max_length=120)),
                        ("status", models.CharField(max_length=12)),
                        ("needs", models.CharField(blank=True, default="", max_length=20)),
                        ("valid_from", models.DateField()),
                        ("valid_to", models.DateField(null=True)),
                    ],
                    options={
                        "db_table": "law_ground",
                        "constraints": [models.UniqueConstraint(fields=("code", "valid_from"), name="law_ground_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Jurisdiction",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                default=answerable.base.ids.new_id, primary_key=True, serialize=False
                            ),
                        ),
                        ("care", models.CharField(blank=True, default="", max_length=12)),
                        ("valid_from", models.DateField()),
                        ("valid_to", models.DateField(null=True)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="law.category",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.territory",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "law_jurisdiction",
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                default=answerable.base.ids.new_id, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=60)),
                        ("jurisdiction", models.CharField(max_length=10)),
                        ("basis", models.CharField(max_length=120)),
                        ("basis_name", models.JSONField(default=dict)),
                        ("applies_to", models.JSONField(default=list)),
                        ("channels", models.JSONField(default=list)),
                        ("bodies", models.JSONField(default=list)),
                        ("step", models.CharField(max_length=20)),
                        ("clock_from", models.CharField(max_length=20)),
                        ("count", models.IntegerField()),
                        ("unit", models.CharField(max_length=14)),
                        ("first_day", models.CharField(default="exclude", max_length=8)),
                        ("day_off", models.CharField(default="next_working", max_length=18)),
                        ("extend", models.JSONField(null=True)),
                        ("forbid_handler", models.JSONField(null=True)),
                        ("silence", models.JSONField(null=True)),
                        ("evidence", models.CharField(blank=True, default="", max_length=60)),
                        ("place", models.IntegerField(default=0)),
                        ("valid_from", models.DateField()),
                        ("valid_to", models.DateField(null=True)),
                        ("source", models.TextField()),
                        ("checked_on", models.DateField()),
                        ("status", models.CharField(max_length=12)),
                    ],
                    options={
                        "db_table": "law_profile",
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "valid_from"), name="law_profile_once")
                        ],
                    },
                ),
            ],
        ),
    ]
