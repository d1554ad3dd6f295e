"""How the words of an appeal are emptied: `erasing.sql`."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("appeals", "0007_counted_within_reach"), ("channels", "0001_initial")]
    operations = [migrations.RunSQL(Path(__file__).with_name("erasing.sql").read_text(encoding="utf-8"))]
