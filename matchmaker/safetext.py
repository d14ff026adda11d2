"""Safe text: everything from a file may hold terminal escapes, markup or characters that lie about what they are.

`clean` is for import, `visible` for display; both are needed. Neither knows a terminal framework: `visible` returns
plain text, and a front end must still wrap it so that markup in it is not read (`rich.text.Text`, `markup=False`).
"""

import re
import unicodedata

# C0 but tab and newline, DEL, C1, bidirectional controls and isolates, line and paragraph separators, zero-width
# characters, tag characters, interlinear annotations, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def visible(text: object, limit: int | None = None) -> str:
    """`text` with every character that could drive or mislead a terminal written as `<U+001B>`.

    Tabs and newlines stay. Runs of more than four combining marks are cut. `limit` cuts to that many characters,
    ending in "…". The result is safe to print; it is not safe to parse as markup.
    """
    shown = _MARKS.sub(r"\1", spelled_out(str(text)))
    return shown[: limit - 1] + "…" if limit is not None and len(shown) > limit else shown


def spelled_out(text: str) -> str:
    """`visible` without a cut of any kind, so that nothing of the text is lost."""
    return _UNSAFE.sub(lambda hit: f"<U+{ord(hit[0]):04X}>", text)


def visible_line(text: object, limit: int | None = None) -> str:
    """`visible`, on one line: runs of white space become one space."""
    return visible(" ".join(str(text).split()), limit)


def clean(text: str) -> str:
    """`text` as it may be stored: NFC, lone surrogates as U+FFFD, NUL as U+FFFD, line ends as a newline."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8", "replace"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def clean_id(text: str) -> str:
    """An identifier as a key: `clean`, without zero-width characters, white space folded and trimmed."""
    return " ".join(_UNSAFE.sub("", clean(text).replace("\u00a0", " ")).split())


_MARKDOWN = re.compile(r"[\\`*_\[\]<>|&~]|!(?=\[)|(?:\A|(?<=\n))[ \t]*(?:[-+=#]|\d{1,9}[.)])")


def escaped_markdown(text: str) -> str:
    """`text` as Markdown shows it unchanged: no link, picture, heading, list, table cell or HTML comes of it."""
    return _MARKDOWN.sub(lambda hit: f"{hit[0][:-1]}\\{hit[0][-1]}", text)


def unescaped_markdown(text: str) -> str:
    """The text that `escaped_markdown` was given."""
    return re.sub(r"\\([\\`*_\[\]<>|&~!+=#.)-])", r"\1", text)
