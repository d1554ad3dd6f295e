"""Reserves that are opened, interviews asked about again, interviewers who are out, addresses that are not safe."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_known_by"),
        ("surveys", "0011_pulse"),
    ]

    operations = [
        migrations.AddField(
            model_name="fieldwork",
            name="reserves",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="interviewer",
            name="back_by",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="unit",
            name="is_unsafe",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="BackCheck",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("outcome", models.CharField(blank=True, default="", max_length=12)),
                ("checked_on", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.submission"
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
                "db_table": "surveys_back_check",
            },
        ),
    ]
