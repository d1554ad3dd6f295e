"""Django's PostgreSQL backend with one trap closed: a whole number that is too long for its type stays whole."""
