"""Subjects instead of appeals: a kind beside each id, and the columns under a name that fits every kind.

The columns keep their stored name, so that nothing is rewritten and what was started before the migration goes on.
"""

from pathlib import Path

from django.db import migrations, models


def _kind() -> models.Field:
    return models.CharField(max_length=20)


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_scanned")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    (Path(__file__).parent / "subjects.sql").read_text(encoding="utf-8"),
                    reverse_sql=migrations.RunSQL.noop,
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="followsession", name="vault_follow_appeal"),
                migrations.RenameField(model_name="followsession", old_name="appeal", new_name="subject_id"),
                migrations.RenameField(model_name="followupcode", old_name="appeal", new_name="subject_id"),
                migrations.AlterField("followsession", "subject_id", models.BigIntegerField(db_column="appeal")),
                migrations.AlterField(
                    "followupcode", "subject_id", models.BigIntegerField(unique=True, db_column="appeal")
                ),
                migrations.AddIndex(
                    model_name="followsession",
                    index=models.Index(fields=["subject_id"], name="vault_follow_appeal"),
                ),
                *(
                    migrations.AddField(model_name=name, name="kind", field=_kind())
                    for name in ("followupcode", "followsession", "record", "wrap")
                ),
            ],
        ),
        migrations.RenameIndex("followsession", new_name="vault_follow_subject", old_name="vault_follow_appeal"),
        migrations.AddField("look", "kind", models.CharField(max_length=20, db_default="", blank=True)),
    ]
