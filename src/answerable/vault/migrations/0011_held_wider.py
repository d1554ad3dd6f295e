"""The journal holds shares, slots, former codes and which file belongs to what."""

from django.db import migrations

HELD = (
    ("vault_share", "key", "pair_id", "id", "%", ""),
    ("vault_slot", "key", "pair_id", "id", "%", "kind,salt,params,sealed"),
    ("vault_former_code", "@", "appeal", "appeal", "", "maker,heard_tries"),
    ("vault_file", "", "thing", "id", "", "name,key,epoch,state,reason,tries,copy_media,copy_size,thumb_size,scan"),
)


class Migration(migrations.Migration):
    dependencies = [("vault", "0010_ways_back"), ("ledger", "0009_held_wider")]

    operations = [
        migrations.RunSQL(
            f"SELECT ledger_hold_from_now('{table}', '{word}', '{column}', '{key}', '{also}', '{passed}')",
            reverse_sql=f"DROP TRIGGER IF EXISTS held ON {table}",
        )
        for table, word, column, key, also, passed in HELD
    ]
