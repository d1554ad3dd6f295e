"""Room for the codes of languages with a script or a region of three digits: `sr-latn`, `es-419`. Rewrites no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_undelivered"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="language",
            field=models.CharField(max_length=11),
        ),
        migrations.AlterField(
            model_name="notice",
            name="language",
            field=models.CharField(max_length=11),
        ),
    ]
