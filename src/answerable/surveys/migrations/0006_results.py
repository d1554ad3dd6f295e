"""What comes of surveys; nothing is worked out or published without its deed."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_known_by"),
        ("surveys", "0005_interviewers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("numbers", models.JSONField()),
                ("weighting", models.JSONField()),
                ("worked_out_at", models.DateTimeField()),
                ("sheet", models.JSONField(default=dict)),
                ("document", models.BinaryField(null=True)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.questionnaire"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.survey"
                    ),
                ),
            ],
            options={
                "db_table": "surveys_result",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None)),
                        fields=("survey",),
                        name="surveys_one_result_not_published",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "SELECT ledger_guard('surveys_result', 'dataset')",
            reverse_sql="DROP TRIGGER IF EXISTS must_record ON surveys_result",
        ),
    ]
