"""PDFs as scanners and offices make them: one JPEG a page and no words; or words in a font that is not embedded, and a seal's picture."""
import io

import numpy as np
from PIL import Image


def of_jpegs(pages):
    """`pages`: (bytes, width, height, channels, dpi). The picture's stream is the file's bytes."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for data, width, height, channels, dpi in pages:
        wide, tall = width * 72 / dpi, height * 72 / dpi
        draw = b"q %.2f 0 0 %.2f 0 0 cm /Scan Do Q\n" % (wide, tall)
        first = len(objects) + 1
        kids.append(b"%d 0 R" % first)
        objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</XObject<</Scan %d 0 R>>>>>>" % (wide, tall, first + 1, first + 2),
                    b"<</Length %d>>\nstream\n%s\nendstream" % (len(draw), draw),
                    b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/Device%s/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream"
                    % (width, height, b"Gray" if channels == 1 else b"RGB", len(data), data)]
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))


def of_words(pages, seal=None):
    """`pages`: lists of lines. `seal`: (coverage, colour, millimetres) as a picture with a mask over the end of the last page."""
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=(210 * mm, 297 * mm), invariant=1)
    for number, lines in enumerate(pages):
        pdf.setFont("STSong-Light", 12)
        y = 265 * mm
        for line in lines:
            pdf.drawString(27 * mm, y, line.replace("\t", "  "))
            y -= 7 * mm
        if seal and number + 1 == len(pages):
            ink, colour, size = seal
            rgba = np.zeros((*ink.shape, 4), np.uint8)
            rgba[..., :3] = colour
            rgba[..., 3] = (ink * 255).astype(np.uint8)
            pdf.drawImage(ImageReader(Image.fromarray(rgba)), 40 * mm, y, size * mm, size * mm, mask="auto")
        pdf.showPage()
    pdf.save()
    return out.getvalue()
