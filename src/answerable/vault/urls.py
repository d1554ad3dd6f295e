"""The addresses of this room, below the desk's root."""

from django.urls import path

from answerable.vault.views import holders, opening

desk = [
    path("keys/", holders.key, name="keys"),
    path("keys/open/", opening.open_key, name="open"),
    path("keys/close/", opening.close_key, name="close"),
    path("keys/confirm/<int:pair>/", holders.confirm, name="confirm"),
    path("keys/password/", holders.password, name="password"),
    path("keys/recover/", holders.recover, name="recover"),
    path("looks/", holders.looks, name="looks"),
]
