"""A person's name as each language writes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_longer_codes")]
    operations = [
        migrations.AddField(model_name="account", name="names", field=models.JSONField(default=dict)),
    ]
