"""Addresses of this room, one list for each door."""

from django.urls import URLPattern, URLResolver, path

from answerable.ledger.views import browsing, files, witnesses
from answerable.ledger.views import public as for_all
from answerable_verify import one_file

# Below the language: what people read about the log.
public: list[URLPattern | URLResolver] = [
    path("log/", for_all.log, name="log"),
    path("log/<int:index>/", for_all.entry, name="entry"),
    path("log/entries/", browsing.entries, name="entries"),
    path("log/entries/<int:page>/", browsing.entries, name="entries-at"),
    path("log/check/", for_all.check, name="check"),
]

# Without a language: what programs read (c2sp.org/tlog-tiles).
plain: list[URLPattern | URLResolver] = [
    path("log/checkpoint", files.checkpoint, name="checkpoint"),
    path("log/keys", files.policy, name="keys"),
    path("log/offered", witnesses.offered, name="offered"),
    path("log/cosignatures", witnesses.cosignatures, name="cosignatures"),
    path(f"log/{one_file.NAME}", files.verifier, name="verifier"),
    path("log/tile/<path:rest>", files.tile, name="tile"),
]
