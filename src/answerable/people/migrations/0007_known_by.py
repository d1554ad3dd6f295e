"""What people recognise a person or a body by, and the grammar of the words that names are made of."""

from django.db import migrations, models


def _known_by() -> models.JSONField:
    return models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))


class Migration(migrations.Migration):
    dependencies = [("people", "0006_names")]
    operations = [
        migrations.AddField(model_name="account", name="known_by", field=_known_by()),
        migrations.AddField(model_name="body", name="known_by", field=_known_by()),
        migrations.CreateModel(
            name="Inflection",
            fields=[
                ("word", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("forms", models.JSONField(default=list)),
                ("common", models.BooleanField(default=False)),
            ],
            options={"db_table": "people_inflection"},
        ),
    ]
