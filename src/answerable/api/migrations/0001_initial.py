"""Webhooks and their calls."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ledger", "0008_held_rows")]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("body", models.BigIntegerField()),
                ("root", models.BigIntegerField()),
                ("address", models.BinaryField()),
                ("secret", models.BinaryField()),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("shut_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "api_webhook",
                "indexes": [
                    models.Index(condition=models.Q(("shut_at", None)), fields=["body"], name="api_webhook_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookCall",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("entry", models.BigIntegerField()),
                ("event", models.CharField(max_length=40)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("tried_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("gave_up_at", models.DateTimeField(null=True)),
                ("status", models.SmallIntegerField(default=0)),
                ("fault", models.CharField(blank=True, default="", max_length=60)),
                (
                    "webhook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="api.webhook",
                    ),
                ),
            ],
            options={
                "db_table": "api_call",
                "indexes": [
                    models.Index(
                        condition=models.Q(("delivered_at", None), ("gave_up_at", None)),
                        fields=["next_try_at", "id"],
                        name="api_call_waiting",
                    ),
                    models.Index(fields=["webhook", "-id"], name="api_call_log"),
                ],
                "constraints": [models.UniqueConstraint(fields=("webhook", "entry"), name="api_call_once")],
            },
        ),
        migrations.RunSQL(
            "SELECT ledger_guard('api_webhook', 'webhook')", reverse_sql="DROP TRIGGER must_record ON api_webhook"
        ),
        migrations.RunSQL(
            "SELECT ledger_hold('api_webhook', 'webhook', 'id', 'id')",
            reverse_sql="DROP TRIGGER IF EXISTS held ON api_webhook",
        ),
    ]
