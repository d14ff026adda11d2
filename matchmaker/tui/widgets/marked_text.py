"""A text with needs numbered and the words that counted marked. Offsets are those of the text as stored."""

from collections.abc import Iterable, Mapping

from textual.content import Content

from matchmaker.matches import Reason, Span
from matchmaker.safetext import visible, visible_line
from matchmaker.tui.show import FOUND, LONGEST

Stretch = tuple[int, int]


def joined(stretches: Iterable[Stretch], length: int) -> list[Stretch]:
    """Stretches in order, inside the text, those that touch or overlap made one."""
    out: list[Stretch] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in stretches):
        if end <= start:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def marked(
    text: str, found: Iterable[Stretch], before: Mapping[int, Content] | None = None, style: str = ""
) -> Content:
    """`text` with the stretches in the style of found words, and pieces of our own put in before some positions.

    The text is cut at the offsets first and made safe piece by piece, so that escapes written out do not shift them.
    """
    shown = text[:LONGEST]
    stretches = joined(found, len(shown))
    pieces: list[Content] = []
    inserts = before or {}
    edges = sorted(
        {
            0,
            len(shown),
            *(edge for stretch in stretches for edge in stretch),
            *(p for p in inserts if 0 <= p <= len(shown)),
        }
    )
    for start, end in zip(edges, [*edges[1:], len(shown)], strict=True):
        if start in inserts:
            pieces.append(inserts[start])
        if end > start:
            inside = any(left <= start < right for left, right in stretches)
            pieces.append(Content.styled(visible(shown[start:end]), FOUND if inside else style))
    if len(text) > LONGEST:
        pieces.append(Content.styled(f" … {len(text) - LONGEST:,} more characters", "$quiet"))
    return Content("").join(pieces)


def spans_in(reasons: Iterable[Reason], field: str, *, of_request: bool) -> list[Stretch]:
    """Where the words of the reasons stand in one text of the request or of the item."""
    spans: list[Span] = []
    for reason in reasons:
        spans.extend(reason.request_spans if of_request else reason.item_spans)
    return [(span.start, span.end) for span in spans if span.field == field]


def snippet(text: str, found: Stretch, around: int = 28) -> Content:
    """The words found with a little of what stands around them, on one line."""
    start, end = joined([found], len(text))[0] if found[1] > found[0] and found[0] < len(text) else (0, 0)
    left, right = max(0, start - around), min(len(text), end + around)
    return Content("").join(
        [
            Content("…" if left else ""),
            Content(visible_line(text[left:start]) + (" " if text[left:start][-1:].isspace() else "")),
            Content.styled(visible_line(text[start:end]), FOUND),
            Content((" " if text[end:right][:1].isspace() else "") + visible_line(text[end:right])),
            Content("…" if right < len(text) else ""),
        ]
    )
