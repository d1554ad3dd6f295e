"""The address on which the system listens: taken before anything starts, by one process alone, and kept to the end.

The web server's own sockets are bound with SO_REUSEPORT, one a worker, so that whoever of the same user asks for the same
port gets it as well, and visitors are dealt out among strangers. Ours is bound without it and listens at once: the kernel
then refuses everybody else, also where one asks for all addresses and the other for one. The supervisor lends it to each
web server that it starts; visitors who come while there is none wait instead of being turned away.
"""

import errno
import os
import socket
import time
from typing import Final

from answerable_host.config import LENT_SOCKET, Config

BACKLOG: Final = 512  # visitors who wait to be let in
REASONS: Final = {
    errno.EADDRINUSE: "another program, or another Answerable, listens there already. Stop that one",
    errno.EACCES: "this user may not listen there, ports below 1024 are the superuser's. Take a higher one",
    errno.EADDRNOTAVAIL: "this machine has no such address. Mend ANSWERABLE_HOST",
}


class PortTakenError(Exception):
    """It cannot be listened where we are to listen; the text says why and what to do."""


def listen(config: Config, *, patience: float = 0.0) -> socket.socket:
    """Listen on the address of the configuration, alone. Raises PortTakenError.

    `patience` is for how many seconds to try again while somebody else has it.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return _bound(config.host, config.port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < until:
                time.sleep(0.25)
                continue
            why = REASONS.get(error.errno or 0, f"{error.strerror or error}. Mend ANSWERABLE_HOST")
            raise PortTakenError(
                f"Port {config.port} of {config.host} cannot be used: {why}, or set ANSWERABLE_PORT to a free port."
            ) from None


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket; `::` stands for all addresses of both kinds, as it does for the web server."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    both = family == socket.AF_INET6 and host == "::" and socket.has_dualstack_ipv6()
    made = socket.create_server(address[:2], family=family, backlog=BACKLOG, reuse_port=False, dualstack_ipv6=both)
    # Whoever is let in inherits it. Without it the end of a response waits until the browser has acknowledged its
    # beginning, which browsers put off by 40 ms (RFC 1122, 4.2.3.2 and 4.2.3.4). The web server does so on its own sockets.
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def lent() -> socket.socket | None:
    """The socket that the supervisor has lent to this process, if one has."""
    number = os.environ.pop(LENT_SOCKET, "")
    return socket.socket(fileno=int(number)) if number else None
