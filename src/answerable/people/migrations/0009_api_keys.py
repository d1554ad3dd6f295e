"""Keys by which other people's programs come in."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [("people", "0008_held_rows")]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
            ],
            options={"db_table": "people_api_key"},
        ),
    ]
