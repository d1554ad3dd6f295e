"""Samples in the field: drawn units, and what was answered, apart from each other."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_names"),
        ("surveys", "0003_questionnaires"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fieldwork",
            fields=[
                (
                    "survey",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="surveys.survey",
                    ),
                ),
                ("unit_questions", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                (
                    "draw",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.draw"),
                ),
            ],
            options={
                "db_table": "surveys_fieldwork",
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("mode", models.CharField(max_length=10)),
                ("stratum", models.CharField(blank=True, default="", max_length=64)),
                ("chance", models.CharField(blank=True, default="", max_length=60)),
                ("disposition", models.CharField(max_length=2)),
                ("answers", models.BinaryField()),
                ("flags", models.JSONField(default=list)),
                ("received_on", models.DateField()),
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
                "db_table": "surveys_response",
                "indexes": [models.Index(fields=["survey"], name="surveys_responses")],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("code", models.CharField(max_length=64)),
                ("stratum", models.CharField(max_length=64)),
                ("chance", models.CharField(max_length=60)),
                ("disposition", models.CharField(blank=True, default="", max_length=2)),
                ("attempts", models.IntegerField(default=0)),
                ("last_on", models.DateField(null=True)),
                ("link", models.CharField(blank=True, default="", max_length=64)),
                ("draft", models.BinaryField(null=True)),
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
                "db_table": "surveys_unit",
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "code"), name="surveys_one_unit_of_a_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("link", ""), _negated=True),
                        fields=("link",),
                        name="surveys_one_unit_of_a_link",
                    ),
                ],
            },
        ),
    ]
