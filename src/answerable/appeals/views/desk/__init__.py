"""Pages of the desk, split by noun: what the law wants next, one appeal, its acts, its answer, what comes by phone."""
