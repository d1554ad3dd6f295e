"""For those who run the server: is it alive, is it ready, and numbers for Prometheus. Nothing about any visitor."""

import logging
from functools import cache
from ipaddress import ip_address
from secrets import compare_digest
from typing import Final

from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from answerable.base import measures, row_scope
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.room import Room
from answerable.site import errors, rooms, wellbeing

log = logging.getLogger(__name__)
TEXT: Final = "text/plain; charset=utf-8"


@door("operation")
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Is all well: 200, or 503 when somebody should look. Why is told to whom `/metrics` is told, too."""
    with row_scope.as_system():  # a red line may be about rows of any tree
        found = wellbeing.red_lines(settings.ANSWERABLE, at=now())
    if not found:
        return _plain("ok\n", 200)
    return _plain("\n".join(["red", *(found if _may_measure(request) else [])]) + "\n", 503)


@door("operation")
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """The database answers and has every migration; 503 with the reason otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            waiting = _known_migrations().difference(cursor.fetchall())
    except ProgrammingError:  # there is no such table yet
        waiting = _known_migrations()
    except DatabaseError:
        return _plain("the database does not answer\n", 503)
    return _plain(f"{len(waiting)} migrations wait\n", 503) if waiting else _plain("ready\n", 200)


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this version: its files are read once, since they don't change while a process runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


@door("operation")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers in Prometheus' text format, for this machine or whoever has the token; to others there is nothing."""
    if not _may_measure(request):
        return errors.missing(request)
    lines = [f"answerable_{name} {value}" for name, value in sorted(gauges().items())]
    lines += measures.exposition(measures.gathered(settings.ANSWERABLE.home))
    return _plain("\n".join(lines) + "\n", 200)


@row_scope.as_system()
def gauges() -> dict[str, float]:
    """What the rooms count for operators: each declares its gauges. While the database is silent, what needs none."""
    found: dict[str, float] = {"up": 1, **wellbeing.gauges(settings.ANSWERABLE, at=now())}
    if not found["database_answers"]:
        return found
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        found["database_bytes"] = cursor.fetchone()[0]
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs WHERE status <> 'succeeded' GROUP BY 1")
        for status, count in cursor.fetchall():
            found[f'jobs{{status="{status}"}}'] = count
    for room in rooms.ROOMS:
        found.update(_of_room(room))
    return found


def _of_room(room: Room) -> dict[str, float]:
    """The numbers of one room; where it cannot say them, that it could not."""
    try:
        return {f"{room.name}_{name}": float(value) for name, value in room.gauges().items()}
    except Exception:
        log.exception("the room %s could not say its numbers", room.name)
        return {f'gauges_failed{{room="{room.name}"}}': 1.0}


def _may_measure(request: HttpRequest) -> bool:
    token: str = settings.ANSWERABLE.metrics_token
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False  # a proxy on this machine speaks for somebody else
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=TEXT, headers={"Cache-Control": "no-store"})


patterns: list[URLPattern] = [
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
