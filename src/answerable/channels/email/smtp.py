"""The line to the mail server, which knows whether a letter's last byte had gone out when it broke (RFC 5321, 4.5.3.2.6).

A server that was given the whole letter and then is silent may have taken it: nobody knows. Before that nothing is sent.
"""

import smtplib
from typing import Any, Final

from django.core.mail.backends.smtp import EmailBackend

from answerable.channels.terms import SendingUnknownError

_END: Final = b"\r\n.\r\n"  # of a letter, after which the server decides


def _may_have_gone(error: Exception) -> SendingUnknownError:
    return SendingUnknownError(f"after-the-letter:{type(error).__name__}")


class _Knows:
    """What both kinds of line have: a letter's end is seen to go out."""

    ended = False

    def send(self, s: Any) -> None:
        """Send bytes; remember whether they end a letter."""
        super().send(s)  # type: ignore[misc]  # the library's line
        self.ended = bytes(s[-5:]) == _END if isinstance(s, bytes) else False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Give a letter over. Raises SendingUnknownError where the line breaks after its end."""
        self.ended = False
        try:
            return super().data(msg)  # type: ignore[misc,no-any-return]  # the library's line
        except (OSError, smtplib.SMTPServerDisconnected) as fault:
            if self.ended:
                raise _may_have_gone(fault) from fault
            raise


class PlainLine(_Knows, smtplib.SMTP):
    """Plain, or by STARTTLS."""


class TlsLine(_Knows, smtplib.SMTP_SSL):
    """By TLS from the first byte."""


class Smtp(EmailBackend):
    """Django's backend over such a line."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Which line is opened."""
        return TlsLine if self.use_ssl else PlainLine
