"""The system's own public pages, with both packs that ship: they open, are light, and set no cookie."""

import pytest
from django.test import Client

from answerable.base.testing import now
from answerable.people import queries as people_queries
from answerable.site import packs
from answerable.site.demo import living

pytestmark = pytest.mark.instants

PAGES = ("", "about/", "about/protection/", "about/law/", "about/accessibility/", "bodies/", "write/", "follow/")
HEAVIEST = 100_000  # bytes of the page itself; its style and script are about 25,000 more


@pytest.fixture
def cheap_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize("pack", ["raion", "directorates"])
def test_every_page_opens_is_light_and_sets_no_cookie(db, client: Client, cheap_passwords, pack: str):
    packs.load_pack(packs.find(pack), at=now())
    for language in ("uk", "ru", "en"):
        for path in PAGES:
            answer = client.get(f"/{language}/{path}")
            assert (path, answer.status_code, answer.cookies) == (path, 200, {})
            assert len(answer.content) < HEAVIEST, path
    for body in people_queries.bodies():
        assert client.get(f"/en/bodies/{body.code}/").status_code == 200


def test_every_page_says_where_a_person_can_be_reached(db, client: Client, cheap_passwords):
    packs.load_pack(packs.find("raion"), at=now())
    for path in PAGES:
        page = client.get(f"/en/{path}").content.decode()
        assert 'href="tel:0800000102">0 800 000 102</a>, Monday to Friday, 8 to 20' in page, path
        assert "Or come: Chuhuiv, 12 Kharkivska street, room 3." in page, path
    assert "у будні з 8 до 20" in client.get("/uk/").content.decode()


def test_the_law_is_named_with_every_article_in_the_readers_language(db, client: Client, cheap_passwords):
    packs.load_pack(packs.find("raion"), at=now())
    page = client.get("/uk/about/law/").content.decode()
    assert "Закон № 393/96-ВР, стаття 20" in page
    assert "as reproduced" not in page
    for language in ("uk", "ru", "en"):
        assert "memory" not in client.get(f"/{language}/about/law/").content.decode()


def test_an_officer_is_named_as_the_language_of_the_page_writes_it(db, client: Client, cheap_passwords):
    packs.load_pack(packs.find("raion"), at=now())
    for language, name in (("en", "Viktor Moroz"), ("uk", "Віктор Мороз"), ("ru", "Виктор Мороз")):
        assert f">{name}, " in client.get(f"/{language}/write/").content.decode(), language


def test_a_pack_without_an_office_shows_none(db, client: Client, cheap_passwords):
    packs.load_pack(packs.find("directorates"), at=now())
    assert 'class="office"' not in client.get("/en/").content.decode()


def test_every_page_of_a_sample_says_so_at_once(db, client: Client, cheap_passwords):
    """The sample was marked without a word to processes that run already: no page said so before a restart."""
    packs.load_pack(packs.find("raion"), at=now())
    assert "A sample community" not in client.get("/en/").content.decode()
    living.live(now=now(), days=0)
    for path in PAGES:
        assert "A sample community" in client.get(f"/en/{path}").content.decode(), path


def test_an_empty_installation_has_its_pages_too(db, client: Client):
    for path in PAGES:
        assert client.get(f"/en/{path}").status_code == 200


def test_a_body_that_is_not_there_looks_like_any_missing_page(db, client: Client):
    first, second = client.get("/en/bodies/nobody/"), client.get("/en/no-such-page/")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content


def test_only_the_onion_address_speaks_of_being_anonymous(db, client: Client, settings):
    settings.ALLOWED_HOSTS = ["abc.onion", "example.org"]
    clear = client.get("/en/about/protection/", headers={"host": "example.org"}).content.decode()
    onion = client.get("/en/about/protection/", headers={"host": "abc.onion"}).content.decode()
    assert "your message is anonymous" not in clear
    assert "Your message is confidential here" in clear
    assert "your message is anonymous" in onion
