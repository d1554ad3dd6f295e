"""The document of the interface."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from answerable.api import interface
from answerable.base.doors import door


@door("public")
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """OpenAPI 3.1, made from the operations themselves."""
    return JsonResponse(interface.api.get_openapi_schema(), headers={"Access-Control-Allow-Origin": "*"})
