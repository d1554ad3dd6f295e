"""Which bodies are authorities in law. The pack says it at its next loading; until then the tops of the trees are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_identities")]
    operations = [
        migrations.AddField(
            model_name="body",
            name="authority",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
