"""Document reading: text, Word and PDF to outcomes, as a G20 questionnaire or as a letter with a request."""

import re
from collections.abc import Iterator
from dataclasses import replace

from matchmaker.exchange import g20_document, limits
from matchmaker.exchange.drafts import Draft, Duplicate, Outcome, Problem, ProviderNotes, Reading
from matchmaker.exchange.table_reading import Task
from matchmaker.exchange.word_file import DocumentText
from matchmaker.files import sha256_of

_PLACE = re.compile(r"\blines? (\d+)(?:-(\d+))?")


def read_document(task: Task, form: str) -> Reading:
    """Read a Word file or a PDF (`form` is "docx" or "pdf")."""
    if form == "docx":
        from matchmaker.exchange.word_file import lines_of
    else:
        from matchmaker.exchange.pdf_file import lines_of
    return read_lines(task, lines_of(task.path), form, sha256_of(task.path))


def read_text(task: Task) -> Reading:
    """Read a text file."""
    from matchmaker.exchange.decoding import decode

    decoded = decode(task.path, task.profile.text("encoding"), long_lines=True)
    with decoded.open(task.path) as file:
        text = file.read(limits.DOCUMENT)
        more = bool(file.read(1))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reading = read_lines(task, DocumentText(lines, decoded.notes), "txt", decoded.sha256)
    reading.encoding = decoded.name
    if decoded.cut:
        reading.cut_off("its last character is not whole")
    if more:
        reading.cut_off(f"only its first {limits.DOCUMENT:,} characters were read")
    return reading


def read_lines(task: Task, document: DocumentText, form: str, sha256: str) -> Reading:
    """Read the lines of a document as `task.kind` says."""
    if task.kind == "requests":
        from matchmaker.exchange.request_letter import read_letter

        return read_letter(task, document, form, sha256)
    reading = g20_document.read(
        document.lines,
        task.path.name,
        sha256=sha256,
        source=task.origin.source,
        at=task.origin.at,
        provider=task.default_country,
        carrier=form,
        notes=document.notes,
    )
    if form != "txt":
        _relabel(reading, document)
    return reading


def _relabel(reading: Reading, document: DocumentText) -> None:
    """Places as one finds them in the document: paragraphs in Word, pages in a PDF."""

    def label(hit: re.Match[str]) -> str:
        first, last = int(hit[1]), int(hit[2] or hit[1])
        if document.pages:
            pages = document.pages[first - 1], document.pages[last - 1]
            return f"page {pages[0]}" if pages[0] == pages[1] else f"pages {pages[0]}-{pages[1]}"
        return f"paragraph {first}" if first == last else f"paragraphs {first}-{last}"

    def said(text: str) -> str:
        return _PLACE.sub(label, text)

    inner = reading.outcomes

    def outcomes(current: Reading) -> Iterator[Outcome]:
        for outcome in inner(current) if inner is not None else ():
            yield _replaced(outcome, said(outcome.place), said(getattr(outcome, "earlier", "")))

    reading.outcomes = outcomes
    reading.notes[:] = [said(note) for note in reading.notes]


def _replaced(outcome: Outcome, place: str, earlier: str) -> Outcome:
    if isinstance(outcome, Draft):
        source = outcome.record.source
        record = replace(outcome.record, source=replace(source, place=place) if source is not None else None)
        return replace(outcome, record=record, place=place)
    if isinstance(outcome, Duplicate | Problem):
        return replace(outcome, place=place, earlier=earlier)
    assert isinstance(outcome, ProviderNotes)
    return replace(outcome, place=place)
