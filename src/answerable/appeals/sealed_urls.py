"""Addresses of the desk about sealed appeals as a whole: handing over, the three keepers, who looked at what."""

from django.urls import URLPattern, URLResolver, path

from answerable.appeals.views.desk import handover, looks, quorum

desk: list[URLPattern | URLResolver] = [
    path("looks/", looks.looks, name="looks"),
    path("keys/handover/", handover.handover, name="handover"),
    path("keys/keepers/", quorum.quorum, name="quorum"),
    path("keys/keepers/new/", quorum.found, name="found"),
    path("keys/keepers/ask/", quorum.ask, name="ask-keepers"),
    path("keys/keepers/<int:ref>/agree/", quorum.agree, name="agree"),
    path("keys/keepers/<int:ref>/refuse/", quorum.refuse, name="refuse-keepers"),
    path("keys/keepers/<int:ref>/open/", quorum.open_together, name="open-keepers"),
]
