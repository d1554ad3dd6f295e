"""The toy's job."""

from procrastinate.contrib.django import app


@app.task  # type: ignore[untyped-decorator]  # the library is not read by mypy
def dust(shelf: str) -> str:
    """Dust a shelf."""
    return shelf
