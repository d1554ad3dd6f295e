"""A slip that ended is remembered, and who was heard in person about a code that is contested."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0009_former_codes")]

    operations = [
        migrations.AddField("formercode", "ended_on", models.DateField(null=True)),
        migrations.AddField("formercode", "heard", models.BinaryField(null=True)),
        migrations.AddField("formercode", "heard_on", models.DateField(null=True)),
        migrations.AddField("formercode", "heard_slip", models.BooleanField(null=True)),
        migrations.AddField("formercode", "heard_tries", models.SmallIntegerField(db_default=0, default=0)),
    ]
