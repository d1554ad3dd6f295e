"""Focus groups: studies, sessions, who sat there, texts, codes, themes; no study changes without its deed."""

import django.db.models.deletion
from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0002_guard"),
        ("people", "0008_held_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Study",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("purpose", models.TextField()),
                ("guide", models.TextField(blank=True, default="")),
                ("cells", models.JSONField(default=list)),
                ("recruitment", models.TextField(blank=True, default="")),
                ("limits", models.TextField(blank=True, default="")),
                ("agreement", models.JSONField(default=list)),
                ("composition", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
            ],
            options={
                "db_table": "focus_study",
            },
        ),
        migrations.CreateModel(
            name="Memo",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("title", models.CharField(max_length=100)),
                ("text", models.BinaryField()),
                ("coder", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "study",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.study"),
                ),
            ],
            options={
                "db_table": "focus_memo",
            },
        ),
        migrations.CreateModel(
            name="Mask",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("words", models.BinaryField()),
                ("mask", models.CharField(max_length=40)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "study",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.study"),
                ),
            ],
            options={
                "db_table": "focus_mask",
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("name", models.CharField(max_length=100)),
                ("held_on", models.DateField(null=True)),
                ("moderator", models.CharField(blank=True, default="", max_length=200)),
                ("approached", models.IntegerField(default=0)),
                ("refused", models.IntegerField(default=0)),
                ("came", models.IntegerField(default=0)),
                ("recording", models.CharField(default="none", max_length=8)),
                ("delete_on", models.DateField(null=True)),
                ("raw", models.BinaryField(null=True)),
                ("text", models.BinaryField(null=True)),
                ("fixed_at", models.DateTimeField(null=True)),
                ("seed", models.BigIntegerField(default=0)),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "study",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.study"),
                ),
            ],
            options={
                "db_table": "focus_group",
            },
        ),
        migrations.CreateModel(
            name="Coder",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("account", models.BigIntegerField(null=True)),
                ("pseudonym", models.CharField(max_length=40)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "study",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.study"),
                ),
            ],
            options={
                "db_table": "focus_coder",
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("guid", models.CharField(max_length=36)),
                ("name", models.CharField(max_length=100)),
                ("description", models.TextField(blank=True, default="")),
                ("color", models.CharField(blank=True, default="", max_length=7)),
                ("is_codable", models.BooleanField(default=True)),
                ("place", models.IntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.code"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.study"),
                ),
            ],
            options={
                "db_table": "focus_code",
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("codes", models.JSONField(default=list)),
                ("place", models.IntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "study",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.study"),
                ),
            ],
            options={
                "db_table": "focus_theme",
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("speaker", models.CharField(max_length=40)),
                ("chosen_by", models.BigIntegerField()),
                ("words", models.TextField(blank=True, default="")),
                ("released_by", models.BigIntegerField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.group"),
                ),
                (
                    "theme",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.theme"),
                ),
            ],
            options={
                "db_table": "focus_quote",
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("coder", models.CharField(max_length=40)),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "code",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.code"),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.group"),
                ),
            ],
            options={
                "db_table": "focus_mark",
                "constraints": [
                    models.UniqueConstraint(fields=("group", "coder", "code", "start", "end"), name="focus_one_mark"),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start")), ("start__gte", 0)),
                        name="focus_mark_is_a_stretch",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("pseudonym", models.CharField(max_length=40)),
                ("cell", models.CharField(blank=True, default="", max_length=100)),
                ("name", models.BinaryField(null=True)),
                ("consents", models.JSONField(default=dict)),
                ("joined_on", models.DateField()),
                ("withdrawn_on", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.body"),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="focus.group"),
                ),
            ],
            options={
                "db_table": "focus_participant",
                "constraints": [
                    models.UniqueConstraint(fields=("group", "pseudonym"), name="focus_one_of_a_pseudonym")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="study",
            index=models.Index(fields=["body"], name="focus_studies_of_body"),
        ),
        migrations.AddIndex(
            model_name="memo",
            index=models.Index(fields=["study"], name="focus_memos_of_study"),
        ),
        migrations.AddIndex(
            model_name="mask",
            index=models.Index(fields=["study"], name="focus_masks_of_study"),
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["study"], name="focus_groups_of_study"),
        ),
        migrations.AddConstraint(
            model_name="coder",
            constraint=models.UniqueConstraint(fields=("study", "pseudonym"), name="focus_one_coder_of_a_pseudonym"),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=("study", "guid"), name="focus_one_code_of_a_guid"),
        ),
        migrations.AddIndex(
            model_name="theme",
            index=models.Index(fields=["study"], name="focus_themes_of_study"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by", None),
                    models.Q(("released_by", models.F("chosen_by")), _negated=True),
                    _connector="OR",
                ),
                name="focus_quote_of_two_people",
            ),
        ),
        migrations.RunSQL(
            "SELECT ledger_guard('focus_study', 'focus')",
            reverse_sql="DROP TRIGGER IF EXISTS must_record ON focus_study",
        ),
    ]
