"""Pictures, made anew from their pixels: place, camera and whatever else was in the file stay behind."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

#: Asked of the header, before a pixel is read.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 10_000
KEPT, SHOWN = (2560, 2560), (720, 720)
_READ = ("JPEG", "PNG", "GIF", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept, and the small one for pages, of ``width`` and ``height``."""

    type: str
    ending: str
    content: bytes
    small: bytes
    width: int
    height: int


def make_anew(content: bytes) -> Picture | None:
    """The picture of a file; None for what is broken, too large in pixels, or moves."""
    try:
        with Image.open(io.BytesIO(content), formats=_READ) as opened:
            return _written(opened) if _is_modest(opened) else None
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None  # whatever a broken file makes Pillow say


def _is_modest(opened: Image.Image) -> bool:
    """A camera's second picture beside a JPEG is none of our business; everything else that has several frames moves."""
    moves = opened.format not in ("JPEG", "MPO") and getattr(opened, "is_animated", False)
    return not moves and max(opened.size) <= LONGEST_SIDE and opened.width * opened.height <= MOST_PIXELS


def _written(opened: Image.Image) -> Picture:
    opened.draft("RGB", KEPT)  # a JPEG that is larger is read at a fraction
    upright = ImageOps.exif_transpose(opened)
    is_photo = opened.format in ("JPEG", "MPO")
    plain = upright.convert("RGB" if is_photo or not upright.has_transparency_data else "RGBA")
    kind = ("JPEG", "image/jpeg", "jpg") if is_photo else ("WEBP", "image/webp", "webp") if opened.format == "WEBP" else ("PNG", "image/png", "png")
    plain.thumbnail(KEPT, Image.Resampling.LANCZOS)
    kept = _saved(plain, kind[0])
    plain.thumbnail(SHOWN, Image.Resampling.LANCZOS)
    return Picture(kind[1], kind[2], kept, _saved(plain, kind[0]), plain.width, plain.height)


def _saved(picture: Image.Image, kind: str) -> bytes:
    pixels = Image.new(picture.mode, picture.size)
    pixels.paste(picture)  # nothing of ``info`` comes along
    out = io.BytesIO()
    pixels.save(out, kind, **({"quality": 85} if kind in ("JPEG", "WEBP") else {}))
    return out.getvalue()
