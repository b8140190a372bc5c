"""What stands on a paper besides its words: its code, the address it opens, the seal."""

import base64
import functools
import io
import secrets

from django.conf import settings
from PIL import Image, ImageChops

from unionlaw.documents.files import path_of
from unionlaw.documents.models import Seal

# Without characters that are read for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 20  # of 32 characters: 100 bits


def new_code() -> str:
    """What opens the verification page of one paper; nobody can guess it."""
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """ABCDE-FGHJK-…, as it is printed and typed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def verification_url(code: str) -> str:
    """What the QR code says: the page, or the bare code where the portal does not know its own address."""
    return f"{settings.SITE_URL.rstrip('/')}/verify/{code}/" if settings.SITE_URL else spaced(code)


def seal_svg(seal: Seal) -> str:
    """The seal's picture, white made transparent so that name and date can be read through it."""
    return _transparent(seal.file.sha256)


@functools.lru_cache(maxsize=16)
def _transparent(sha256: str) -> str:
    with Image.open(path_of(sha256)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((900, 900))
    red, green, blue, alpha = picture.split()
    # How far a pixel is from white decides how much it covers.
    lightest = ImageChops.darker(ImageChops.darker(red, green), blue)
    cover = lightest.point(lambda value: 0 if value > 235 else min(255, (255 - value) * 2))
    picture.putalpha(ImageChops.darker(cover, alpha))
    out = io.BytesIO()
    picture.save(out, "PNG")
    wide, high = picture.size
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" href="data:image/png;base64,{data}"/></svg>'
    )
