"""Whom an appeal may be about, until somebody outside has looked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0015_held_rows")]
    operations = [
        migrations.AddField(
            model_name="appeal",
            name="suspects",
            field=models.JSONField(default=dict, db_default=models.Value({}, models.JSONField())),
        ),
    ]
