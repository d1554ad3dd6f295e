"""Of `views/follow.py`: whoever types a code lands on the page of that kind of subject, whichever room brings it."""

import pytest
from django.conf import settings as installed_settings
from django.urls import reverse
from django.utils import translation

from answerable.appeals.models import Appeal
from answerable.appeals.views.follow import landing_of
from answerable.base.room import Room
from answerable.base.subject import KindName, Subject, SubjectKind


@pytest.fixture
def another_kind(settings: object) -> None:
    kind = SubjectKind(KindName("find"), lambda: Appeal, follow="public:site:about")
    settings.ROOMS = (*installed_settings.ROOMS, Room(name="toy", subjects=(kind,), no_rows="of a test"))  # type: ignore[attr-defined]


@pytest.mark.usefixtures("another_kind")
def test_the_holder_of_a_code_lands_where_the_room_of_the_kind_says() -> None:
    with translation.override("uk"):
        assert landing_of(Subject("find", 1)) == reverse("public:site:about")
        assert landing_of(Subject("appeal", 1)) == reverse("public:appeals:followed")
