"""The slip that an operator wrote keeps opening, for reading, until the new code was used from another browser."""

from django.db import migrations, models

from answerable.base.subject import LONGEST_KIND


class Migration(migrations.Migration):
    dependencies = [("vault", "0008_held_rows")]

    operations = [
        migrations.CreateModel(
            name="FormerCode",
            fields=[
                ("subject_id", models.BigIntegerField(db_column="appeal", primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=LONGEST_KIND)),
                ("root", models.BigIntegerField()),
                ("locator", models.CharField(max_length=7, unique=True)),
                ("salt", models.BinaryField()),
                ("params", models.CharField(max_length=60)),
                ("hash", models.BinaryField()),
                ("maker", models.BinaryField()),
                ("changed_on", models.DateField()),
                ("contested_on", models.DateField(null=True)),
            ],
            options={"db_table": "vault_former_code"},
        ),
        migrations.AddField("followsession", "slip", models.BooleanField(db_default=False, default=False)),
    ]
