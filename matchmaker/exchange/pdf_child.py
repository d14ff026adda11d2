"""The child process that reads a PDF with pypdfium2: see `confined` and `pdf_file`.

Frames: ("page", number, [lines]) for each page, then None. A blank line stands where the gap between two lines is wider
than usual on the page, so that paragraphs can be told apart.
"""

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from matchmaker.exchange.confined import limit_self, send, send_refusal

MEMORY = 512 * 1024 * 1024
SECONDS = 20
PAGES = 500
_WIDER = 1.35
_LINE_HYPHENS = (0x02, 0xFFFE)
"""Stand for the hyphen at the end of a line and the line end in one."""


def page_lines(text: Any) -> list[str]:
    """The lines of a text page, with a blank line at each wide gap."""
    import pypdfium2.raw as pdfium

    lines: list[tuple[str, float]] = []
    letters: list[str] = []
    top = 0.0
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code in _LINE_HYPHENS and letters:
            letters.append("-")
        if code in (10, 13) or code in _LINE_HYPHENS:
            if letters:
                lines.append(("".join(letters), top))
                letters = []
            continue
        if not letters and code > 32:
            _, bottom, _, _ = text.get_charbox(index, loose=True)
            top = bottom
        if letters or code > 32:
            letters.append(chr(code) if code < 0x110000 and code else "\ufffd")
    if letters:
        lines.append(("".join(letters), top))
    return _spaced(lines)


def _spaced(lines: list[tuple[str, float]]) -> list[str]:
    steps = [before[1] - after[1] for before, after in pairwise(lines)]
    down = sorted(step for step in steps if step > 1) or [0.0]
    usual = down[int(0.3 * (len(down) - 1))]
    found = [lines[0][0].rstrip()] if lines else []
    for (line, _), step in zip(lines[1:], steps, strict=True):
        if usual and (step > _WIDER * usual or step < -1):
            found.append("")
        found.append(line.rstrip())
    return found


def main(arguments: list[str]) -> None:
    """Send the pages of the PDF named by the first argument."""
    limit_self(MEMORY, SECONDS)
    try:
        import pypdfium2

        document = pypdfium2.PdfDocument(Path(arguments[0]))
        for number in range(min(len(document), PAGES)):
            page = document[number]
            text = page.get_textpage()
            send(("page", number + 1, page_lines(text)))
            text.close()
            page.close()
        if len(document) > PAGES:
            send(("more", len(document) - PAGES, []))
    except MemoryError:
        send_refusal("the PDF needs more memory than is allowed", "Split it, or save it as plain text.")
    except Exception as error:  # noqa: BLE001 - the parser raises errors of its own making
        shown = " ".join(str(error).split())[:120]
        if "password" in shown.lower() or "security" in shown.lower():
            send_refusal("the PDF is protected by a password", "Save it without a password and try again.")
        else:
            send_refusal(f"the PDF cannot be read ({shown})", "Print it to a new PDF, or save it as plain text.")
    send(None)


if __name__ == "__main__":
    main(sys.argv[1:])
