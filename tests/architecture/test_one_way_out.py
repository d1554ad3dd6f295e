"""One guard for what is fetched from outside: whoever else asks a server by HTTP stands here with a reason."""

import ast

from tests.architecture import source

BY_HTTP = {
    "src/answerable/channels/calling.py": "the guard itself: every channel asks and fetches through it",
    "src/answerable/people/oidc.py": "the organisation's own sign-in, at the address that an operator set; follows nothing",
}
ASKS = {"get", "post", "put", "patch", "delete", "head", "request", "stream", "Client", "AsyncClient"}
CLIENTS = ("requests", "urllib.request", "http.client")


def test_nothing_else_asks_a_server_by_http() -> None:
    asking = set()
    for path in source.system():
        calls = {source.called(node) for node in ast.walk(source.tree(path))}
        if calls & {f"httpx.{each}" for each in ASKS} or any(each.startswith(CLIENTS) for each in source.imports(path)):
            asking.add(source.name(path))
    assert asking == set(BY_HTTP)
