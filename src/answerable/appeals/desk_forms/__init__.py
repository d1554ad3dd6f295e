"""Forms of the desk, split by noun. They ask and keep what was typed; what may be done is decided by the actions."""
