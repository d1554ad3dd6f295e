"""Addresses of this room, one list for each door."""

from django.urls import URLPattern, URLResolver, path

from answerable.appeals.desk_urls import desk as cases
from answerable.appeals.sealed_urls import desk as sealed
from answerable.appeals.views import about, open311, receipts, returning, taken
from answerable.appeals.views import follow as followed
from answerable.appeals.views import public as open_to_all

__all__ = ["desk", "follow", "plain", "public"]

desk: list[URLPattern | URLResolver] = [*cases, *sealed]

# Below the language: pages that anybody may open, and those of whoever holds a code (the views say which).
public: list[URLPattern | URLResolver] = [
    path("write/", open_to_all.write, name="write"),
    path("follow/", followed.enter, name="follow"),
    path("follow/back/", returning.come_back, name="come-back"),
    path("follow/message/", followed.one, name="followed"),
    path("follow/message/reply/", followed.reply, name="followed-reply"),
    path("follow/message/points/<int:point>/", followed.rate, name="followed-rate"),
    path("follow/message/dispute/", followed.dispute, name="followed-dispute"),
    path("follow/message/withdraw/", followed.withdraw, name="followed-withdraw"),
    path("follow/message/again/", followed.take_up_again, name="followed-again"),
    path("follow/message/taken/<int:entry>/cancel/", taken.cancel, name="followed-cancel"),
    path("follow/message/reasons/", followed.reasons, name="followed-reasons"),
    path("follow/message/contact/", followed.contact, name="followed-contact"),
    path("follow/message/about/", about.about, name="followed-about"),
    path("follow/message/code/not-mine/", taken.not_my_code, name="followed-not-mine"),
    path("follow/message/code/", followed.code, name="followed-code"),
    path("follow/message/files/<int:file>/", followed.file, name="followed-file"),
    path("follow/message/record/", receipts.record, name="followed-record"),
    path("follow/message/record/promise/", receipts.promise, name="followed-promise"),
    path("follow/message/record/receipt/", receipts.receipt, name="followed-receipt"),
    path("follow/message/record/square/", receipts.square, name="followed-square"),
    path("follow/message/record/mail/", receipts.mail, name="followed-mail"),
    path("follow/message/record/none/", receipts.decline, name="followed-decline"),
    path("follow/leave/", followed.leave, name="followed-leave"),
]

# Without a language: what is printed on slips and said by letters. It leads to the page in the reader's language.
follow: list[URLPattern | URLResolver] = [path("", followed.arrive, name="arrive")]

# For programs: GeoReport v2. Some clients put a slash too many behind the address of the interface.
_V2 = [(f"open311/v2{slash}", form) for slash in ("/", "//") for form in ("xml", "json")]
plain: list[URLPattern | URLResolver] = [
    *(path(f"open311/discovery.{form}", open311.discovery, {"form": form}) for form in ("xml", "json")),
    *(
        path(f"{root}{resource}.{form}", view, {"form": form})
        for root, form in _V2
        for resource, view in (
            ("discovery", open311.discovery),
            ("services", open311.services),
            ("services/<str:code>", open311.service),
            ("requests", open311.requests),
            ("requests/<str:number>", open311.one),
            ("tokens/<str:number>", open311.token),
            ("servicerequestupdates", open311.updates),
        )
    ),
]
