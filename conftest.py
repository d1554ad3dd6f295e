"""Tests of rooms and of the whole house share one database server (see `answerable.site.testing`)."""

from answerable.site.testing import django_db_setup, test_home

__all__ = ["django_db_setup", "test_home"]
