"""The folder of letters that stands for a mail server while none is configured.

One file a letter, named by its Message-ID, so that a letter sent twice is one file, as it is one letter for whoever
receives by SMTP. Files are written whole and then renamed; nobody but the system can read them.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_NAME: Final = re.compile(r"[^A-Za-z0-9.@_-]")


class FolderBackend(BaseEmailBackend):
    """Django's mail backend that keeps letters under `home/mail`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep letters; returns how many."""
        folder: Path = settings.ANSWERABLE.home / "mail"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for letter in email_messages:
            message = letter.message()
            _write(folder / f"{_NAME.sub('', str(message['Message-ID']))[:150]}.eml", message.as_bytes(linesep="\n"))  # type: ignore[call-arg] # Django's own message takes it
        return len(email_messages)


def _write(path: Path, text: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
