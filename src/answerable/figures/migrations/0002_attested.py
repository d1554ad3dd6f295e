"""Attested series; each edition comes with its deed and its leaf, and none ever changes or goes."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids

STANDS = """
CREATE TRIGGER figures_stand BEFORE UPDATE OR DELETE ON figures_attested
    FOR EACH ROW EXECUTE FUNCTION figures_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("people", "0009_api_keys")]
    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("months", models.SmallIntegerField()),
                ("least", models.IntegerField()),
                ("words", models.JSONField()),
                ("begun_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
            ],
            options={
                "db_table": "figures_series",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("months__in", (1, 3, 12))), name="figures_series_of_one_length"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attested",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("period", models.CharField(max_length=7)),
                ("edition", models.IntegerField(default=0)),
                ("first", models.BigIntegerField()),
                ("document", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("basis", models.CharField(blank=True, default="", max_length=20)),
                ("frozen_at", models.DateTimeField()),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="figures.series"
                    ),
                ),
            ],
            options={
                "db_table": "figures_attested",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "period", "edition"), name="figures_attested_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", ""), ("edition", 0), ("first", models.F("id"))),
                            models.Q(("edition__gt", 0), models.Q(("basis", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="figures_attested_anew_with_its_reason",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(
                f"SELECT ledger_guard('{table}', '{kind}')",
                reverse_sql=f"DROP TRIGGER IF EXISTS must_record ON {table}",
            )
            for table, kind in (("figures_series", "series"), ("figures_attested", "attested"))
        ),
        migrations.RunSQL(
            "SELECT ledger_publishes('attested', ARRAY['attested.frozen', 'attested.corrected'], 'first')",
            reverse_sql="DROP TRIGGER IF EXISTS must_publish_attested ON ledger_entry",
        ),
        migrations.RunSQL(STANDS, reverse_sql="DROP TRIGGER IF EXISTS figures_stand ON figures_attested"),
    ]
