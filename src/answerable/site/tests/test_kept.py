"""Kept parts of pages: once for a language and a revision, and never a page's own words in somebody else's page."""

import pytest
from django.test import Client

from answerable.appeals.testing import make_world

pytestmark = pytest.mark.django_db


def test_the_frame_is_right_in_every_language_however_often_it_was_kept() -> None:
    """A frame kept for one language or address is not shown in another."""
    make_world()
    client = Client(HTTP_HOST="127.0.0.1")
    for _again in range(2):
        for language, words in (("en", "Who answers"), ("uk", "Хто відповідає"), ("ru", "Кто отвечает")):
            page = client.get(f"/{language}/about/").content.decode()
            assert words in page
            assert f'href="/{language}/about/" aria-current="page"' in page
            here = client.get(f"/{language}/bodies/").content.decode()
            assert f'href="/{language}/about/" aria-current="page"' not in here
