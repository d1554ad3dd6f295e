"""The database backend named in settings.

With server-side binding Django sends a bare number as a 32-bit one, and psycopg's compiled code cuts off what does not
fit, silently: `barred_persons && {id}` then compares with another id. Our ids have 64 bits. Here a number that does not
fit its type is sent as a 64-bit one, so PostgreSQL compares it rightly or refuses it aloud.

Every connection tells the database how far the one who is served reaches (see `reaching`).
"""

import select
import time
from typing import Any, Final

import psycopg
from django.db.backends.postgresql import base, operations
from psycopg.types import numeric
from psycopg_pool import ConnectionPool

from answerable.site.postgresql import reaching

REST: Final = 60.0  # seconds after which a connection that nobody used is asked whether it is still there
BITS: Final = {
    "SmallIntegerField": 16,
    "PositiveSmallIntegerField": 16,
    "IntegerField": 32,
    "PositiveIntegerField": 32,
}


class DatabaseOperations(operations.DatabaseOperations):
    """Django's operations with numbers that keep their length."""

    def adapt_integerfield_value(self, value: Any, internal_type: Any) -> Any:
        """The number as Django would send it, unless that would cut it."""
        limit = 1 << (BITS.get(internal_type, 64) - 1)
        if isinstance(value, int) and not -limit <= value < limit:
            return numeric.Int8(value)
        return super().adapt_integerfield_value(value, internal_type)


def _is_alive(connection: Any) -> bool:
    """Say whether a connection from the pool can be used, without a round trip where nothing speaks against it.

    A server that has gone says so: what it sent, or the end of the stream, waits at our socket. Only then, and after a
    long rest (a firewall forgets in silence), is it asked.
    """
    rested = time.monotonic() - getattr(connection, "lent_at", 0.0)
    connection.lent_at = time.monotonic()
    try:
        socket = select.poll()
        socket.register(connection.fileno(), select.POLLIN)
        if rested > REST or socket.poll(0):
            ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection with these operations, and with cursors that tell the reach."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, and our cursors."""
        params: dict[str, Any] = super().get_connection_params()
        return {**params, "cursor_factory": reaching.Cursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Django's connection; what it streams is told the reach, too."""
        connection = super().get_new_connection(conn_params)
        while self.pool and not _is_alive(connection):
            self.pool.putconn(connection)  # which takes a dead one out and makes another
            connection = super().get_new_connection(conn_params)
        connection.server_cursor_factory = reaching.Streaming
        return connection
