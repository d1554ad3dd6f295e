"""The room as Django knows it."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The vault."""

    name = "answerable.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
