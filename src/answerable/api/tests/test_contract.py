"""The document is OpenAPI 3.1, and whatever schemathesis makes up from it is answered as it says: no 500, no other shape.

Bounded and seeded: the same requests at every run, each undone.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from answerable.appeals.testing import make_world
from answerable.base.actor import SYSTEM
from answerable.base.testing import now, undone
from answerable.people import actions as people_actions
from answerable.people.terms import ApiScope

DOCUMENT = "/api/openapi.json"
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
OPERATIONS = (
    "GET /api/v1/bodies",
    "GET /api/v1/categories",
    "GET /api/v1/figures",
    "GET /api/v1/key",
    "GET /api/v1/messages",
    "GET /api/v1/messages/{number}",
    "GET /api/v1/messages/{number}/words",
    "GET /api/v1/published",
    "GET /api/v1/published/{number}",
    "POST /api/v1/messages",
)


@pytest.fixture(scope="module")
def key(module_db: None) -> str:
    """A key of a body in which some appeals lie, for everything that one person may give."""
    world = make_world()
    world.sent(addressed_to=world.bodies["dep"])
    scopes = (ApiScope.SEND, ApiScope.READ, ApiScope.WORDS)
    return people_actions.issue_api_key(
        by=SYSTEM, at=now(), body=world.bodies["dep"], name="Any", scopes=scopes, ends_at=now() + timedelta(days=9)
    )[1]


@pytest.fixture(scope="module")
def in_this_connection() -> Iterator[None]:
    """A request of WSGI begins and ends within the test's own connection, as Django's test client has it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def operations(key: str, in_this_connection: None) -> dict[str, Any]:
    """Every operation of the document, by its name."""
    document = schemathesis.openapi.from_wsgi(DOCUMENT, WSGIHandler())
    found = (each.ok() for each in document.get_all_operations())
    return {f"{each.method.upper()} {each.full_path}": each for each in found}


@pytest.fixture(scope="module")
def document(in_this_connection: None) -> dict[str, Any]:
    return schemathesis.openapi.from_wsgi(DOCUMENT, WSGIHandler()).raw_schema


def test_the_document_is_openapi_3_1_and_names_every_operation(
    operations: dict[str, Any], document: dict[str, Any]
) -> None:
    assert document["openapi"] == "3.1.0"
    assert tuple(sorted(operations)) == OPERATIONS
    assert document["components"]["securitySchemes"]["BodyKey"] == {"type": "http", "scheme": "bearer"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_made_up_is_answered_as_the_document_says(name: str, operations: dict[str, Any], key: str) -> None:
    @seed(17)
    @settings(
        max_examples=12,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operations[name].as_strategy())
    def answered(case: Any) -> None:
        with undone():
            answer = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(answer, checks=CHECKS)

    answered()
