"""One guard for what is fetched from outside: whoever else asks a server by HTTP stands here with a reason."""

from tests.architecture import source

BY_HTTP = {
    "src/answerable/channels/calling.py": "the guard itself: every channel asks and fetches through it",
    "src/answerable/people/oidc.py": "the organisation's own sign-in, at the address that an operator set; follows nothing",
}
CLIENTS = ("httpx", "requests", "urllib.request", "http.client")


def test_nothing_else_asks_a_server_by_http() -> None:
    asking = {
        source.name(path)
        for path in source.system()
        if any(each.startswith(f"{client}.") or each == client for each in source.imports(path) for client in CLIENTS)
    }
    assert asking == set(BY_HTTP)
