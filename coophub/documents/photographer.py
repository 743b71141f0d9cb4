"""Draws a photo anew as a program of its own: the photo on its input, on its output JSON with its sizes, or why not.

What comes out holds nothing but its dots: no place, camera, moment, remark or small copy of what was cut off, and its
colours are those of every screen. Like `examiner` it gives up memory and time above a bound, and knows nothing of
CoopHub.
"""

import base64
import io
import json
import resource
import sys
from typing import Any

from PIL import Image, ImageCms, ImageOps

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 2

MOST_DOTS = {"jpg": 60_000_000, "png": 8_000_000}
"""A JPEG can be read at a part of its size, a PNG only as a whole."""
LARGE, SMALL = (1600, 1200), (640, 360)
LEAST_SIDE, LEAST_OTHER_SIDE = 600, 300
ABOVE_THE_MIDDLE = (0.5, 0.4)
"""What a photo is about stands a little above its middle: cut to the shape of a card, that stays."""
QUALITY = 82

TOO_MUCH, TOO_SMALL, UNSOUND = "too_much", "too_small", "unsound"
FORMATS = {"jpg": "JPEG", "png": "PNG"}


def main(kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(develop(sys.stdin.buffer.read(), kind), sys.stdout)
    return 0


def develop(content: bytes, kind: str) -> dict[str, Any]:
    """The photo in its sizes, as base64, with the width and height of the large one; or why there is none."""
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as image:
            if image.width * image.height > MOST_DOTS[kind]:
                return {"reason": TOO_MUCH}
            if max(image.size) < LEAST_SIDE or min(image.size) < LEAST_OTHER_SIDE:
                return {"reason": TOO_SMALL}
            image.draft(None, LARGE)
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail(LARGE, reducing_gap=2.0)
            large = _dots_of(upright)
    except (MemoryError, Image.DecompressionBombError):
        return {"reason": TOO_MUCH}
    except Exception:  # a file made to break a reader breaks it in many ways
        return {"reason": UNSOUND}
    small = ImageOps.fit(large, SMALL, centering=ABOVE_THE_MIDDLE)
    return {"large": _written(large), "small": _written(small), "width": large.width, "height": large.height}


def _dots_of(image: Image.Image) -> Image.Image:
    """The dots alone, in the colours of every screen; white where one can look through."""
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "PA", "P"):
        image = image.convert("RGBA")
        dots = Image.new("RGB", image.size, "white")
        dots.paste(image, mask=image.getchannel("A"))
        return dots
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_colours_of_screens(image, profile)
    dots = Image.new("RGB", image.size)
    dots.paste(image.convert("RGB"))
    return dots


def _in_colours_of_screens(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _written(image: Image.Image) -> str:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=QUALITY, optimize=True)
    return base64.b64encode(content.getvalue()).decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
