"""Questionnaires on paper, as two people type them."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [("people", "0007_known_by"), ("surveys", "0009_errata")]

    operations = [
        migrations.CreateModel(
            name="PaperEntry",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("typist", models.BigIntegerField()),
                ("answers", models.BinaryField()),
                ("is_done", models.BooleanField(default=False)),
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
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.unit"),
                ),
            ],
            options={
                "db_table": "surveys_paper_entry",
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "typist"), name="surveys_one_entry_of_a_typist")
                ],
            },
        ),
    ]
