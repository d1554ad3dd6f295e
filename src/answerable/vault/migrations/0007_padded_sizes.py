from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Rows tell sizes of files padded, as the disk does; what was written before is padded here."""

    dependencies = [("vault", "0006_names")]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "padded_sizes.sql").read_text(), migrations.RunSQL.noop),
    ]
