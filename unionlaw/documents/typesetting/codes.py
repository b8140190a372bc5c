"""QR codes as SVG. Without Django: the process that runs Typst draws them, see child.py."""

import itertools

import qrcode

# Any of the eight masks can be read; trying all for the prettiest takes five times as long as the rest.
MASK = 2


def qr_svg(text: str) -> str:
    """`text` as one path of black bars."""
    made = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M, mask_pattern=MASK)
    made.add_data(text, optimize=0)
    made.make(fit=True)
    size, bars = len(made.modules), []
    for y, row in enumerate(made.modules):
        x = 0
        for dark, run in itertools.groupby(row):
            wide = len(list(run))
            if dark:
                bars.append(f"M{x} {y}h{wide}v1h-{wide}z")
            x += wide
    path = "".join(bars)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
