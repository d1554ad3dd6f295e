"""The ground that fakes stand on: it keeps what was asked, and answers otherwise, or not at all, when told so."""

import httpx
import pytest

from answerable.channels.loopback import Reply, Sink


def test_what_was_asked_is_kept_with_its_query_its_form_and_its_headers() -> None:
    server = Sink()
    with server.running():
        answer = httpx.post(f"{server.base}/a/b?x=1&x=2&y=", data={"one": "1", "two": ""}, headers={"X-Odd": "yes"})
    (asked,) = server.asked
    assert (answer.status_code, asked.method, asked.path, asked.headers["x-odd"]) == (200, "POST", "/a/b", "yes")
    assert (asked.query, asked.form) == ({"x": ["1", "2"], "y": [""]}, {"one": ["1"], "two": [""]})


def test_the_next_answers_can_be_others_or_none() -> None:
    server = Sink()
    server.instead.extend([Reply(503, b"later", "text/plain", {"Retry-After": "3"}), None])
    with server.running():
        refused = httpx.get(server.base)
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(server.base)
        taken = httpx.get(server.base)
    assert (refused.status_code, refused.headers["Retry-After"], refused.text) == (503, "3", "later")
    assert (taken.status_code, len(server.asked)) == (200, 3)
