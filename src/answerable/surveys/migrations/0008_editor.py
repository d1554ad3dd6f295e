"""The questionnaire in the editor, state by state."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [("people", "0007_known_by"), ("surveys", "0007_telephone")]

    operations = [
        migrations.CreateModel(
            name="Sketch",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("is_current", models.BooleanField()),
                ("sheets", models.JSONField()),
                ("made_at", models.DateTimeField()),
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
                "db_table": "surveys_sketch",
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "number"), name="surveys_one_sketch_of_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("survey",),
                        name="surveys_one_current_sketch",
                    ),
                ],
            },
        ),
    ]
