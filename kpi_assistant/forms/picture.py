"""A picture somebody uploads: told by its header, bounded before it is opened, and drawn anew as a plain PNG."""

import io
from typing import IO

from PIL import Image, ImageFile, UnidentifiedImageError

LARGEST_FILE = 1024 * 1024
LARGEST_SIDE = 4000
"""Pixels; a small file may unfold into gigabytes, so the header is asked before anything is unpacked."""
KEPT_SIDE = 1200
KINDS = ("PNG", "JPEG", "WEBP")


class BadPictureError(ValueError):
    """Why a picture is refused: "size", "kind", "pixels" or "broken"."""


def clean_picture(file: IO[bytes]) -> bytes:
    """The picture as a PNG of at most 1200 pixels a side, without whatever else the file held."""
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise BadPictureError("size")
    try:
        picture = Image.open(io.BytesIO(content), formats=KINDS)
    except Image.DecompressionBombError as error:
        raise BadPictureError("pixels") from error
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise BadPictureError("kind") from error
    if max(picture.size) > LARGEST_SIDE or min(picture.size) < 1:
        raise BadPictureError("pixels")
    # WeasyPrint, once it is loaded, has Pillow draw whatever there is of a broken file: that would be printed as a logo.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        drawn = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise BadPictureError("broken") from error
    drawn.thumbnail((KEPT_SIDE, KEPT_SIDE))
    # PDF/A-3 takes transparency, an old printer may not: the paper is white.
    flat = Image.new("RGB", drawn.size, "white")
    flat.paste(drawn, mask=drawn.getchannel("A"))
    kept = io.BytesIO()
    flat.save(kept, "PNG", optimize=True)
    return kept.getvalue()
