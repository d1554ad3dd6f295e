"""How bytes are handed out to programs: the same for everybody, with their hash as ETag."""

from hashlib import sha256
from typing import Final

from django.http import HttpResponse

JSON: Final = "application/json"
MINUTE: Final = "public, max-age=60"
FOR_EVER: Final = "public, max-age=31536000, immutable"


def given(raw: bytes, media: str = JSON, *, kept: str = MINUTE) -> HttpResponse:
    """Bytes as an answer."""
    answer = HttpResponse(raw, content_type=media)
    answer["Cache-Control"], answer["ETag"] = kept, f'"{sha256(raw).hexdigest()}"'
    answer["Access-Control-Allow-Origin"] = "*"  # public bytes; read by programs elsewhere
    return answer
