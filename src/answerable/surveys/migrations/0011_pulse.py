"""Panels of volunteers, and surveys that ask them: pulses, which have no draw and are no wave."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids

BODY = models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body")
PANEL = models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.panel")


class Migration(migrations.Migration):
    dependencies = [("people", "0007_known_by"), ("surveys", "0010_paper"), ("ledger", "0002_guard")]

    operations = [
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("about", models.TextField()),
                ("places", models.IntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("body", BODY),
            ],
            options={"db_table": "surveys_panel"},
        ),
        migrations.CreateModel(
            name="Volunteer",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("link", models.CharField(blank=True, default="", max_length=64)),
                ("contact", models.BinaryField(null=True)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
                ("body", BODY.clone()),
                ("panel", PANEL),
            ],
            options={
                "db_table": "surveys_volunteer",
                "indexes": [models.Index(fields=["panel"], name="surveys_volunteers")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("link", ""), _negated=True),
                        fields=("link",),
                        name="surveys_one_volunteer_of_a_link",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="survey",
            name="panel",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.panel"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("panel", None), ("earlier", None), _connector="OR"),
                name="surveys_no_wave_of_volunteers",
            ),
        ),
        migrations.AlterField(
            model_name="fieldwork",
            name="draw",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.draw"
            ),
        ),
        migrations.RunSQL(
            "SELECT ledger_guard('surveys_panel', 'panel')",
            reverse_sql="DROP TRIGGER IF EXISTS must_record ON surveys_panel",
        ),
    ]
