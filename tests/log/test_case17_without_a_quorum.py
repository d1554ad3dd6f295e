"""Case 17: the quorum is not reached for an hour, or never: published as not witnessed, said aloud, and made good later."""

import logging
from datetime import timedelta
from pathlib import Path

from django.test import Client

from answerable.ledger import keys, published, testing
from answerable.ledger import queries as ledger_queries
from tests.log import seers

NOON = int(testing.AT.timestamp())
HOUR = timedelta(hours=1)


def test_case17_after_an_hour_it_is_published_as_not_witnessed_and_made_good_when_the_witness_is_back(
    home: Path, tmp_path: Path, caplog, client: Client
):
    keys.ensure(at=testing.AT)
    key = seers.born(tmp_path / "press")
    seers.relied_on(home, ("press", key, "http://127.0.0.1:9/nobody"), quorum=1)
    one = testing.sequencer()
    testing.record_public_act(1)
    one.step(at=testing.AT, everything=True)
    assert published.head() is None
    assert not one.publish(at=testing.AT + HOUR - timedelta(minutes=1))
    with caplog.at_level(logging.ERROR):
        assert one.publish(at=testing.AT + HOUR)
    assert "published without its quorum of witnesses" in caplog.text
    head = published.head()
    assert (head.checkpoint.size > 0, head.enough) == (True, False)
    assert ledger_queries.gauges([])["witnessed"] == 0
    assert ledger_queries.gauges([])["silent_witnesses"] == 1
    page = client.get("/en/log/").content.decode()
    assert "not witnessed" in page
    assert testing.audited(home).findings.counts["quorum"] == 1
    with seers.listening(tmp_path / "press", at=NOON + 3700) as url:
        seers.relied_on(home, ("press", key, url), quorum=1)
        one.publish(at=testing.AT + HOUR + timedelta(minutes=1))
    assert published.head().enough
    assert ledger_queries.gauges([])["witnessed"] == 1
    assert "not witnessed" not in client.get("/en/log/").content.decode()
