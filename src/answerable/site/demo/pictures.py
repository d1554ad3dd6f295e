"""Pictures that people of the sample attach: drawn, so that nobody real is in them and no rights are asked for."""

import io
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = (960, 640)
NIGHT: Final = ((18, 24, 38), (44, 52, 70))
DAY: Final = ((176, 196, 214), (222, 226, 220))


def _sky(colours: tuple[tuple[int, int, int], tuple[int, int, int]]) -> Image.Image:
    """A ground that goes from one colour to the other."""
    above, below = colours
    picture = Image.new("RGB", (1, SIZE[1]))
    for row in range(SIZE[1]):
        share = row / SIZE[1]
        picture.putpixel((0, row), tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True)))
    return picture.resize(SIZE)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def street() -> bytes:
    """A pavement with cars on it, in the dusk."""
    picture = _sky(NIGHT)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 640), (0, 470), (960, 400), (960, 640)], fill=(58, 60, 66))
    pen.polygon([(0, 470), (960, 400), (960, 425), (0, 505)], fill=(120, 118, 112))
    for left, top, hull in ((90, 400, (122, 34, 38)), (380, 376, (52, 74, 96)), (660, 352, (150, 150, 146))):
        pen.rounded_rectangle((left, top, left + 220, top + 74), 22, fill=hull)
        pen.rounded_rectangle((left + 46, top - 42, left + 172, top + 20), 18, fill=hull)
        pen.rectangle((left + 62, top - 30, left + 156, top + 4), fill=(24, 30, 40))
        for wheel in (left + 30, left + 152):
            pen.ellipse((wheel, top + 48, wheel + 44, top + 92), fill=(16, 16, 18))
    pen.line([(830, 400), (830, 90), (760, 80)], fill=(90, 92, 96), width=9)  # a lamp that is dark
    return _png(picture)


def bicycle() -> bytes:
    """A bicycle against a wall."""
    picture = _sky(DAY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 540, 960, 640), fill=(134, 126, 112))
    for left in (190, 560):
        pen.ellipse((left, 330, left + 220, 550), outline=(30, 30, 34), width=10)
    frame = [(300, 440), (400, 260), (610, 260), (470, 440), (300, 440)]
    pen.line(frame, fill=(30, 80, 170), width=14, joint="curve")
    pen.line([(470, 440), (390, 230)], fill=(30, 80, 170), width=14)
    pen.line([(670, 440), (600, 210), (650, 196)], fill=(40, 40, 46), width=12)
    pen.rounded_rectangle((350, 212, 430, 232), 9, fill=(30, 30, 34))
    pen.rectangle((470, 300, 560, 330), fill=(240, 216, 70))  # a sticker on the frame
    return _png(picture)
