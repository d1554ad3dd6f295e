"""Room for the codes of languages with a script or a region of three digits: `sr-latn`, `es-419`. Rewrites no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0013_matter"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appeal",
            name="language",
            field=models.CharField(max_length=11),
        ),
    ]
