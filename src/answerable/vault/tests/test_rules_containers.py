"""Sizes and kinds read from the first bytes, as each format declares them."""

import struct

import pytest

from answerable.vault import testing
from answerable.vault.rules import containers


def test_a_jpeg_says_the_size_of_its_largest_frame_whatever_stands_between():
    assert containers.jpeg_size(testing.jpeg(size=(40, 20))) == (40, 20)
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 20, 40) + b"\x01\x01\x11\x00"
    larger = b"\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 200, 400) + b"\x01\x01\x11\x00"
    filled = b"\xff\xd8\xff\xff\x01\xff\xd0" + frame + larger + b"\xff\xda" + bytes(9)
    assert containers.jpeg_size(filled) == (400, 200)
    assert containers.jpeg_size(b"\xff\xd8\xff\xda" + bytes(20)) is None
    assert containers.jpeg_size(b"\xff\xd8" + bytes(20)) is None


def test_a_png_says_its_size():
    assert containers.png_size(testing.png(size=(30, 31))) == (30, 31)
    assert containers.png_size(b"\x89PNG") is None


@pytest.mark.parametrize(
    ("layout", "more", "size"),
    [
        (b"VP8X", bytes(8) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little"), (100, 50)),
        (b"VP8L", bytes(5) + (99 | 49 << 14).to_bytes(4, "little") + bytes(5), (100, 50)),
        (b"VP8 ", bytes(10) + struct.pack("<HH", 100 | 0x4000, 50), (100, 50)),
        (b"ICCP", bytes(14), None),
        (b"VP8 ", b"", None),
    ],
)
def test_a_webp_says_the_size_of_its_canvas_in_each_layout(layout, more, size):
    assert containers.webp_size(b"RIFF\x00\x00\x00\x00WEBP" + layout + more) == size


@pytest.mark.parametrize(
    ("head", "length"),
    [
        (b"\xff\xfb\x90\x00", 417),  # MPEG 1, 128 kbit/s, 44,100 Hz
        (b"\xff\xf3\x80\x00", 208),  # MPEG 2, 64 kbit/s, 22,050 Hz
        (b"\xff\xe3\x80\x00", 417),  # MPEG 2.5, 64 kbit/s, 11,025 Hz
        (b"\xff\xeb\x90\x00", 0),  # a version that there is not
        (b"\xff\xfb\x9c\x00", 0),  # a rate that there is not
        (b"\xff\xfb\x00\x00", 0),  # free format
        (b"\xff\xfd\x90\x00", 0),  # layer II
    ],
)
def test_two_frames_that_follow_each_other_make_a_sound(head, length):
    two = head + bytes(max(0, length - 4)) + head
    assert containers.is_mp3(two) is (length > 0)
    assert containers.is_mp3(head + bytes(600)) is False


@pytest.mark.parametrize(("content", "hides"), [(testing.docx(), True), (b"plain" * 10, False), (b"PK\x05\x06", False)])
def test_an_archive_in_a_picture_is_seen(content, hides):
    assert containers.hides_archive(testing.png() + content) is hides
