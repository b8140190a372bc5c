"""Pictures are drawn anew, so that neither hidden data nor the place where they were taken is kept."""

from pathlib import Path

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from unionlaw.documents.checking.content import ACCEPTED, Content
from unionlaw.lib.errors import Invalid

MOST_PIXELS = 80_000_000
_FORMATS = {"jpg": ("JPEG",), "png": ("PNG",), "webp": ("WEBP",), "heic": ("HEIF",)}
_PICTURES = frozenset(_FORMATS)

pillow_heif.register_heif_opener(thumbnails=False)


def is_picture(content: Content) -> bool:
    return content.extension in _PICTURES


def draw_anew(source: Path, target: Path, content: Content) -> Content:
    """Write the picture `source` to `target` without its metadata, turned the way it is meant to be seen.

    HEIC becomes JPEG, which every office computer opens. Returns what `target` is.

    Raises Invalid when the picture is damaged or has more than MOST_PIXELS pixels.
    """
    try:
        with Image.open(source, formats=_FORMATS[content.extension]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Invalid(_("图片的像素太多。请缩小后再上传。"), field="files")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            upright.info = {}
            kept = ACCEPTED["jpg"] if content.extension == "heic" else content
            if kept.extension == "jpg":
                if upright.mode not in {"RGB", "L"}:
                    upright = upright.convert("RGB")
                upright.save(target, "JPEG", quality=90, exif=b"")
            elif kept.extension == "png":
                upright.save(target, "PNG")
            else:
                upright.save(target, "WEBP", quality=90, exif=b"", xmp=b"")
    except Invalid:
        raise
    except Exception:  # TypeError for odd EXIF, RuntimeError of libheif, zlib.error …: they have no class in common
        raise Invalid(_("图片已损坏，打不开。请重新拍照或另存后再上传。"), field="files") from None
    return kept
