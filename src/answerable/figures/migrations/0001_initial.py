"""Published figures; none comes without its deed and its leaf of the public log, and none ever changes or goes."""

from django.db import migrations, models

import answerable.base.ids

NEVER = """
CREATE FUNCTION figures_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published figure is never changed or removed' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER figures_stand BEFORE UPDATE OR DELETE ON figures_figure
    FOR EACH ROW EXECUTE FUNCTION figures_stand();
"""
BACK = "DROP TRIGGER IF EXISTS figures_stand ON figures_figure; DROP FUNCTION IF EXISTS figures_stand();"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ledger", "0004_public_log")]
    operations = [
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=7)),
                ("edition", models.IntegerField(default=0)),
                ("first", models.BigIntegerField()),
                ("definition", models.IntegerField()),
                ("tree", models.BigIntegerField()),
                ("document", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("basis", models.CharField(blank=True, default="", max_length=20)),
                ("chart", models.TextField(blank=True, default="")),
                ("frozen_at", models.DateTimeField()),
            ],
            options={
                "db_table": "figures_figure",
                "indexes": [models.Index(fields=["period", "name"], name="figures_of_period")],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "period", "edition"), name="figures_one_edition"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", ""), ("edition", 0), ("first", models.F("id"))),
                            models.Q(("edition__gt", 0), models.Q(("basis", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="figures_erratum_with_its_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "SELECT ledger_guard('figures_figure', 'figure')",
            reverse_sql="DROP TRIGGER IF EXISTS must_record ON figures_figure",
        ),
        migrations.RunSQL(
            "SELECT ledger_publishes('figures', ARRAY['figure.frozen', 'figure.corrected'], 'first')",
            reverse_sql="DROP TRIGGER IF EXISTS must_publish_figures ON ledger_entry",
        ),
        migrations.RunSQL(NEVER, reverse_sql=BACK),
    ]
