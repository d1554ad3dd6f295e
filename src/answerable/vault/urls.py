"""The addresses of this room, below the desk's root."""

from django.urls import path

from answerable.vault.views import colleagues, holders, opening

desk = [
    path("keys/", holders.key, name="keys"),
    path("keys/open/", opening.open_key, name="open"),
    path("keys/close/", opening.close_key, name="close"),
    path("keys/sheet/", holders.sheet, name="sheet"),
    path("keys/sheet/new/", holders.renew, name="renew"),
    path("keys/password/", holders.password, name="password"),
    path("keys/recover/", holders.recover, name="recover"),
    path("keys/lost/", holders.lose, name="lose"),
    path("keys/holders/", colleagues.holders, name="holders"),
    path("keys/confirm/<int:pair>/", colleagues.confirm, name="confirm"),
    path("keys/retire/<int:pair>/", colleagues.retire, name="retire"),
]
