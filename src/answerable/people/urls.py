"""The addresses of this room, below the desk's root."""

from django.urls import path

from answerable.people.views import absence, me, outside, signing_in, staff

desk = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/second/", signing_in.second, name="second"),
    path("sign-in/outside/", outside.begin, name="outside"),
    path("sign-in/outside/back/", outside.back, name="outside-back"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("me/", me.overview, name="me"),
    path("me/again/", signing_in.again, name="again"),
    path("me/password/", me.password, name="password"),
    path("me/app/", me.app, name="app"),
    path("me/app/picture.svg", me.picture, name="picture"),
    path("me/codes/", me.codes, name="codes"),
    path("me/passkey/", me.passkey, name="passkey"),
    path("me/factors/<int:factor>/remove/", me.remove, name="remove"),
    path("me/language/", me.language, name="language"),
    path("me/sessions/", me.sessions, name="sessions"),
    path("absence/", absence.absence, name="absence"),
    path("absence/<int:absence>/back/", absence.back, name="back"),
    path("people/", staff.bodies, name="staff"),
    path("people/confirm/<int:seat>/", staff.confirm, name="confirm"),
    path("people/<str:code>/", staff.staff, name="body"),
    path("people/<str:code>/known/", staff.describe_body, name="describe-body"),
    path("people/<str:code>/known/<int:account>/", staff.describe, name="describe"),
    path("people/<str:code>/grant/", staff.grant, name="grant"),
    path("people/<str:code>/seats/<int:seat>/end/", staff.end, name="end"),
    path("people/<str:code>/link/<int:account>/", outside.link, name="link"),
    path("people/<str:code>/reset/<int:account>/", staff.reset, name="reset"),
]
