"""Tests of rooms and of the whole house share one database server (see `answerable.site.testing`)."""

from answerable.site.testing import django_db_setup, test_home

__all__ = ["collect_ignore", "django_db_setup", "test_home"]
collect_ignore = ["tests/architecture/toy"]  # a room to be added: tested where it is one
