"""Versions of what surveys ask; none comes, goes or is released without its deed."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_guard")]
    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("form", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("workbook", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("xform", models.BinaryField()),
                ("uploaded_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.survey"
                    ),
                ),
            ],
            options={"db_table": "surveys_questionnaire"},
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                fields=("survey", "form", "version"), name="surveys_one_form_of_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)),
                fields=("survey",),
                name="surveys_one_version_not_released",
            ),
        ),
        migrations.RunSQL(
            "SELECT ledger_guard('surveys_questionnaire', 'questionnaire')",
            reverse_sql="DROP TRIGGER IF EXISTS must_record ON surveys_questionnaire",
        ),
    ]
