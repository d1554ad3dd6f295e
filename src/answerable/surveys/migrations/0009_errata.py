"""Published results that are corrected in the open."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0008_editor")]

    operations = [
        migrations.AddField(
            model_name="result",
            name="corrects",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.result"
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="basis",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="result", name="erratum", field=models.TextField(blank=True, db_default="", default="")
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", False)),
                fields=("corrects",),
                name="surveys_one_correction_of_a_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", ""), ("corrects", None), ("erratum", "")),
                    models.Q(
                        ("corrects__isnull", False),
                        models.Q(("basis", ""), _negated=True),
                        models.Q(("erratum", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="surveys_corrected_with_a_reason",
            ),
        ),
    ]
