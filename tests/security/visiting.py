"""A browser of somebody in the scene."""

from django.conf import settings
from django.test import Client

from answerable.appeals.terms import subject_of
from answerable.base.testing import now
from answerable.people.models import Account
from answerable.vault import actions as vault_actions
from tests.security import oracle
from tests.security.scene import Scene


def visitor(role: str, scene: Scene) -> Client:
    """A browser of somebody of that role."""
    client = Client()
    if role in oracle.OFFICERS:
        client.force_login(Account.objects.get(login=role))
        session = client.session
        session["proved"] = now().timestamp()  # nobody is stopped on the way by being asked for the proof again
        session.save()
    elif role != "stranger":
        subject = subject_of(scene.appeal if role == "sender" else scene.other)
        cookie = vault_actions.begin_follow(subject=subject, root=scene.world.bodies["dir"], at=now())
        client.cookies[settings.FOLLOW_COOKIE_NAME] = cookie
    return client
