"""The toy's tables; no find is written without its deed."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Shelf",
            fields=[
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("days", models.IntegerField()),
            ],
            options={"db_table": "toy_shelf"},
        ),
        migrations.CreateModel(
            name="Find",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("body", models.BigIntegerField()),
                ("words", models.BinaryField()),
                ("kept_until", models.DateField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "shelf",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="toy.shelf"),
                ),
            ],
            options={"db_table": "toy_find"},
        ),
        migrations.RunSQL("SELECT ledger_guard('toy_find', 'find', 'id')", migrations.RunSQL.noop),
    ]
