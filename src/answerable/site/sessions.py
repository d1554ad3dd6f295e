"""The session store: a row for each signed-in browser, found by the SHA-256 of its id and boxed under the id itself.

Django's own database store keeps live ids in clear, so that whoever copies the table is signed in as everybody. Here
the copy holds digests and boxes that only the browser's own cookie opens. Idle for 30 minutes or 8 hours old, a
session is over on every process at once. The public door never makes one.
"""

import json
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from answerable.base.clock import now
from answerable.people.actions.sessions import IDLE, LONGEST, sweep_sessions
from answerable.people.models import Session
from answerable.people.sealing import UnopenedError, digest_of, open_box, seal_box

PURPOSE: Final = "session"
NOTED_EVERY: Final = timedelta(minutes=1)  # how often the last use is written down


class SessionStore(SessionBase):
    """Django's interface over `people.Session`."""

    def load(self) -> dict[str, Any]:
        """What the session remembers; nothing, and a new id at the next write, when it is unknown or over."""
        at, key = now(), self.session_key
        row = Session.objects.filter(digest=digest_of(key)).first() if key else None
        if key is None or row is None or row.ends_at <= at or row.used_at + IDLE <= at:
            self._session_key = None
            return {}
        try:
            remembered: dict[str, Any] = json.loads(open_box(key.encode(), PURPOSE, bytes(row.box)))
        except UnopenedError:
            self._session_key = None
            return {}
        if row.used_at + NOTED_EVERY <= at:
            Session.objects.filter(digest=row.digest, used_at=row.used_at).update(used_at=at)
        return remembered

    def exists(self, session_key: str) -> bool:
        """Say whether an id is taken."""
        return Session.objects.filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """Take a new id and keep the session under it."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined] # not in stubs
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write what the session remembers. Raises UpdateError for a session that was ended meanwhile."""
        if self.session_key is None:
            return self.create()
        at, remembered = now(), self._get_session(no_load=must_create)  # type: ignore[attr-defined] # not in stubs
        digest = digest_of(self.session_key)
        columns: dict[str, Any] = {
            "account_id": int(remembered[SESSION_KEY]) if SESSION_KEY in remembered else None,
            "box": seal_box(self.session_key.encode(), PURPOSE, json.dumps(remembered).encode()),
            "browser": str(remembered.get("browser", ""))[:60],
            "used_at": at,
        }
        if not must_create:
            if not Session.objects.filter(digest=digest).update(**columns):
                raise UpdateError
            return None
        try:
            with transaction.atomic():
                Session(digest=digest, begun_at=at, ends_at=at + LONGEST, **columns).save(force_insert=True)
        except IntegrityError as error:
            raise CreateError from error
        return None

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(digest=digest_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the rows of sessions that are over."""
        sweep_sessions(at=now())
