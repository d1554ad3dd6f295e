"""Room for the codes of languages with a script or a region of three digits: `sr-latn`, `es-419`. Rewrites no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_authority"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="language",
            field=models.CharField(max_length=11, default="uk"),
        ),
    ]
