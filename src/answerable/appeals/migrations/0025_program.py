"""By which program an appeal came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0024_ended")]

    operations = [
        migrations.CreateModel(
            name="ProgramAppeal",
            fields=[
                ("appeal", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
            ],
            options={"db_table": "appeals_program"},
        ),
    ]
