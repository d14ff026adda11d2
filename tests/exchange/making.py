"""Small writers of Word files and PDFs for tests: just what a test is about, by hand."""

import textwrap
import zipfile
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r></w:p>'


def docx(path: Path, body: str, parts: dict[str, str] | None = None) -> Path:
    """A Word file with this XML in its body and these further parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document {W} {W14} {MC} {R}><w:body>{body}</w:body></w:document>',
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path


def docx_of(path: Path, lines: list[str]) -> Path:
    """A Word file with one paragraph per line that is not blank."""
    return docx(path, "".join(paragraph(line) for line in lines if line.strip()))


def pdf(path: Path, lines: list[str], *, width: int = 95, pages_of: int = 60, extra: str = "") -> Path:
    """A PDF with each line as a paragraph, wrapped at `width` characters, a wider gap where a line is blank."""
    laid: list[tuple[str, int]] = []
    gap = 12
    for line in lines:
        if not line.strip():
            gap = 24
            continue
        for piece in textwrap.wrap(line, width, break_long_words=False) or [""]:
            laid.append((piece, gap))
            gap = 12
    pages = [laid[start : start + pages_of] for start in range(0, len(laid), pages_of)] or [[]]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        content = (
            "BT /F1 9 Tf 40 1600 Td "
            + " ".join(f"0 -{step} Td ({_pdf_text(piece)}) Tj" for piece, step in page)
            + " ET"
        )
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 1700] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding "
            ">> >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252', 'replace'))} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    path.write_bytes(assembled(objects, extra))
    return path


def assembled(objects: list[str], extra: str = "") -> bytes:
    """PDF bytes of numbered objects, the first being the catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252", "replace")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n".encode()


def _pdf_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
