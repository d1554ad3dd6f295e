"""What everybody may read, as JSON, without a key."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from answerable.api import shapes
from answerable.api.views import keys
from answerable.appeals.models import PublicAppeal
from answerable.appeals.queries import published
from answerable.base.verdict import MissingError
from answerable.figures import queries as figures_queries
from answerable.law import queries as law_queries

router: Final = Router()
FAULTS: Final[dict[int, Any]] = {422: shapes.Problem, 429: shapes.Problem}


@router.get("bodies", response={200: shapes.BodiesShape, 429: shapes.Problem})
def list_bodies(request: HttpRequest) -> dict[str, Any]:
    """The bodies that answer and those that command them."""
    keys.count_stranger(request)
    order = law_queries.standing_order()
    codes = {body.id: body.code for body in order.bodies.values()}
    return {
        "bodies": [
            {
                "code": body.code,
                "name": dict(body.name),
                "kind": body.kind,
                "parent": codes.get(order.tree.parents.get(body.id) or 0),
                "answers": body.answers,
            }
            for body in order.bodies.values()
        ]
    }


@router.get("categories", response={200: shapes.Categories, 429: shapes.Problem})
def list_categories(request: HttpRequest) -> dict[str, Any]:
    """The categories in use."""
    keys.count_stranger(request)
    order = law_queries.standing_order()
    return {
        "categories": [
            {
                "code": row.code,
                "name": dict(row.name),
                "parent": order.category_codes.get(order.category_parents.get(row.id) or 0),
            }
            for row in law_queries.categories()
        ]
    }


@router.get("figures", response={200: shapes.FiguresShape, 429: shapes.Problem})
def list_figures(request: HttpRequest) -> dict[str, Any]:
    """Every figure that was published, with the address of the document from which anybody can count it again."""
    keys.count_stranger(request)
    at = settings.ANSWERABLE.address
    return {
        "figures": [
            {
                "figure": name,
                "period": period,
                "edition": edition,
                "sha256": digest,
                "document": f"{at}/data/figures/{name}/{period}.json",
            }
            for name, period, edition, digest in figures_queries.digests()
        ]
    }


@router.get("published", response={200: shapes.PublishedPage, **FAULTS})
def list_published(request: HttpRequest, after: shapes.Cursor = "0", size: shapes.Size = 100) -> dict[str, Any]:
    """Messages that everybody may read, the oldest first, page by page."""
    keys.count_stranger(request)
    found = published.page_after(int(after), size=size)
    shown = found[:size]
    return {"messages": [_published(row) for row in shown], "next": str(shown[-1].appeal) if len(found) > size else ""}


@router.get("published/{str:number}", response={200: shapes.PublishedShape, 404: shapes.Problem, **FAULTS})
def one_published(request: HttpRequest, number: str) -> dict[str, Any]:
    """One message that everybody may read."""
    keys.count_stranger(request)
    row = published.one_published(number)
    if row is None:
        raise MissingError
    return _published(row)


def _published(row: PublicAppeal) -> dict[str, Any]:
    order = law_queries.standing_order()
    body = order.bodies.get(row.body or 0)
    return {
        "number": row.number,
        "state": row.state,
        "ending": row.ending,
        "text": row.text,
        "answer": row.answer,
        "category": row.service or None,
        "place": order.place_codes.get(row.place or 0),
        "body": None if body is None else body.code,
        "lat": row.lat,
        "long": row.long,
        "registered_at": row.registered_at,
        "due_at": row.due_at,
        "changed_at": row.changed_at,
    }
