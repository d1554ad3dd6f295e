"""Telephone interviews: numbers, calls, quotas. Sampling points of two stages, and waves."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [("people", "0007_known_by"), ("surveys", "0006_results")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="earlier",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.survey"
            ),
        ),
        migrations.AddField(
            model_name="fieldwork",
            name="points",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.draw"
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="cluster",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="response",
            name="cluster",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(model_name="unit", name="telephone", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="unit", name="caller", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="unit", name="call_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("question", models.CharField(max_length=100)),
                ("choice", models.CharField(max_length=60)),
                ("wanted", models.IntegerField()),
                ("taken", models.IntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.survey"
                    ),
                ),
            ],
            options={
                "db_table": "surveys_quota",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("survey", "question", "choice"), name="surveys_one_quota_of_an_answer"
                    )
                ],
            },
        ),
    ]
