"""Draws one page of a file as a program of its own: the file on its input, on its output JSON with the page as a JPEG,
its text and how many pages there are, or why there is none.

What comes out are dots: nothing of the file itself reaches a browser. Like `examiner` it gives up memory and time above
a bound, and knows nothing of CoopHub.
"""

import base64
import io
import json
import os
import resource
import sys
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps

if TYPE_CHECKING:
    import pypdfium2

MOST = {resource.RLIMIT_AS: 1_500_000_000, resource.RLIMIT_CPU: 5, resource.RLIMIT_CORE: 0}
"""Bytes of memory, seconds of the processor, and nothing on the disk when it breaks."""
MOST_DOTS = {"jpg": 80_000_000, "png": 30_000_000}
"""Of a picture. A JPEG can be read at a part of its size, a PNG only as a whole."""
LARGEST = (1200, 1700)
MOST_ENLARGED = 3
"""A page of the size of a stamp is drawn so much larger, and no more."""
MOST_SIGNS = 20_000
QUALITY = 80

TOO_MUCH, UNSOUND, NO_SUCH_PAGE = "too_much", "unsound", "no_such_page"
FORMATS = {"jpg": "JPEG", "png": "PNG"}


def main(kind: str, number: str) -> int:
    for what, most in MOST.items():
        resource.setrlimit(what, (most, most))
    os.nice(5)
    json.dump(drawn_page(sys.stdin.buffer.read(), kind, int(number)), sys.stdout)
    return 0


def drawn_page(content: bytes, kind: str, number: int) -> dict[str, Any]:
    """The page as base64, its width and height, its text, and the number of pages; or why there is none."""
    try:
        return _of_pdf(content, number) if kind == "pdf" else _of_picture(content, FORMATS[kind], MOST_DOTS[kind])
    except (MemoryError, Image.DecompressionBombError):
        return {"reason": TOO_MUCH}
    except Exception:  # a file made to break a reader breaks it in many ways
        return {"reason": UNSOUND}


def _of_picture(content: bytes, form: str, most_dots: int) -> dict[str, Any]:
    with Image.open(io.BytesIO(content), formats=[form]) as image:
        if image.width * image.height > most_dots:
            return {"reason": TOO_MUCH}
        image.draft(None, LARGEST)
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail(LARGEST, reducing_gap=2.0)
        return {**_written(_on_white(upright)), "text": "", "pages": 1}


def _of_pdf(content: bytes, number: int) -> dict[str, Any]:
    import pypdfium2

    file = pypdfium2.PdfDocument(content)
    pages = len(file)
    if not 0 < number <= pages:
        return {"reason": NO_SUCH_PAGE, "pages": pages}
    file.init_forms()  # what was filled in on the page belongs to what one sees; no script runs
    page = file[number - 1]
    width, height = page.get_size()
    scale = min(LARGEST[0] / width, LARGEST[1] / height, MOST_ENLARGED)
    image = page.render(scale=scale).to_pil()
    return {**_written(_on_white(image)), "text": _text_of(page), "pages": pages}


def _text_of(page: "pypdfium2.PdfPage") -> str:
    text: str = page.get_textpage().get_text_bounded()
    return text[:MOST_SIGNS]


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        return image.convert("RGB")
    image = image.convert("RGBA")
    dots = Image.new("RGB", image.size, "white")
    dots.paste(image, mask=image.getchannel("A"))
    return dots


def _written(image: Image.Image) -> dict[str, Any]:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=QUALITY, optimize=True)
    return {
        "image": base64.b64encode(content.getvalue()).decode(),
        "width": image.width,
        "height": image.height,
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
