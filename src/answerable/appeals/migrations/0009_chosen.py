"""Answers to a category's questions are kept with the appeal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0008_erasing")]
    operations = [
        migrations.AddField(model_name="appeal", name="chosen", field=models.BinaryField(null=True)),
    ]
