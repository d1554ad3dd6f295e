"""`/api/v1` itself: the operations put together, and the document that describes them (OpenAPI 3.1)."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from answerable.api import problems
from answerable.api.views import messages, open_data

ROOT: Final = "/api/v1/"
TITLE: Final = "Answerable: interface for other people's programs"
DESCRIPTION: Final = (
    "What everybody may read needs no key. A body's key (its settings: Programs of others) lets a program send messages and read "
    "how those stand that lie with this body. What is not for a key looks like what is not there. Faults are RFC 9457 problems; "
    "429 comes with Retry-After. Webhooks are signed by Standard Webhooks."
)


class Interface(NinjaAPI):
    """Ninja's, except that problems bear their own media type in the document, too, and one about nothing says how it is told."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document."""
        found = super().get_openapi_schema(path_prefix=path_prefix or ROOT, path_params=path_params)
        for operation in (each for path in found["paths"].values() for each in path.values()):
            for status, said in operation["responses"].items():
                if int(status) >= 400 and "content" in said:
                    said["content"] = {problems.KIND: said["content"].pop("application/json")}
        return found


api: Final = Interface(
    title=TITLE, version="1", description=DESCRIPTION, docs_url=None, openapi_url=None, urls_namespace="api-v1"
)
api.add_router("", open_data.router, tags=["public"])
api.add_router("", messages.router, tags=["messages"])
problems.install(api)


def missing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 -- every address of the interface that is none
    """The problem of an address that is none."""
    return problems.missing()
