"""What must hold before the system opens, as Django's own system checks: no all-seeing account, no open tools."""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

POWERS = ("is_superuser", "is_staff", "has_perm", "user_permissions", "groups")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PROBE = "probe"


def account_faults(app_configs: Any, **words: Any) -> list[CheckMessage]:  # noqa: ARG001 -- Django's signature
    """Everything about accounts and tools that forbids opening."""
    return found_in(
        installed=settings.INSTALLED_APPS,
        debugging=settings.DEBUG,
        host=urlsplit(settings.ANSWERABLE.address).hostname or "",
        bypass=getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None) or "",
        in_clear=import_string(settings.MFA_ADAPTER)().encrypt(PROBE) == PROBE,
        rights=[name for name in POWERS if hasattr(get_user_model(), name)],
    )


def found_in(
    *, installed: Collection[str], debugging: bool, host: str, bypass: str, in_clear: bool, rights: Sequence[str]
) -> list[CheckMessage]:
    """The faults of one set of facts."""
    wrong = (
        ("E001", "django.contrib.admin" in installed, "The admin site goes round policy and record. Remove it."),
        ("E002", debugging and host not in LOOPBACK, "DEBUG shows residents' words on error pages. Switch it off."),
        ("E003", bool(rights), "An account has rights outside its seats: there is no superuser."),
        ("E004", bool(bypass), "A code that always works is set. Remove it."),
        ("E005", in_clear, "Seeds of second factors would be stored in clear."),
    )
    return [Error(says, id=f"people.{number}") for number, is_so, says in wrong if is_so]
