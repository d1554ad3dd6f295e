"""What the host says again because it may import no room is what the rooms say."""

from answerable.base import languages
from answerable.base.doors import Door
from answerable.vault.rules.subkeys import subkey
from answerable_host import config, spoken
from answerable_host.backups import sets


def test_the_configuration_knows_every_door() -> None:
    assert tuple(Door) == config.DOORS


def test_a_code_of_a_language_is_spelt_alike() -> None:
    assert languages.CODE == spoken.CODE


def test_manifests_are_under_a_key_that_follows_from_the_oldest_server_key_as_all_keys_do() -> None:
    server_key = bytes(range(64))  # two generations
    assert sets.manifest_key(server_key) == subkey(server_key, "backup/manifest")
