"""What a refusal says on its page: its days as people say them, in the language of the page."""

from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from answerable.base import dates
from answerable.base.verdict import NotNowError
from answerable.site.errors import ErrorPages

DAY = date(2026, 3, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"), [("uk", "2 березня 2026\u00a0р."), ("ru", "2 марта 2026\u00a0г."), ("en", "2 March 2026")]
)
def test_a_refusal_says_its_day_as_people_do(language: str, said: str) -> None:
    refusal = NotNowError("appeal.may-still-be-disputed", until=DAY)
    with override(language):
        answer = ErrorPages(lambda _request: None).process_exception(RequestFactory().get("/desk/"), refusal)
        assert (dates.plain(DAY), dates.plain("a word")) == (said, "a word")
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert "2026-03-02" not in answer.content.decode()


def test_a_moment_is_said_by_the_clock_of_the_place() -> None:
    with override("en"):
        assert dates.plain(datetime(2026, 3, 2, 22, 30, tzinfo=UTC)) == "3 March 2026, 00:30"
