"""Text that would drive a terminal, a markup parser or a reader's eye, if it were let through."""

import re

PAYLOADS = (
    "\x1b]52;c;cGF5bG9hZA==\x07",
    "\x1b]52;c;cGF5bG9hZA==\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    '\x1bP$q"p\x1b\\',
    "\x1b_apc\x1b\\",
    "\x1b^pm\x1b\\",
    "\x1bc",
    "\x1b[?1049h",
    "\x9b2J",
    "\x9d0;title\x9c",
    "\x90payload\x9c",
    "a\x07b",
    "a\x08\x08b",
    "good\rEVIL",
    "a\x0bb\x0cc",
    "a\x0eb\x0fc",
    "a\x7fb",
    "nul\x00nul",
    "\u202eevil\u202c",
    "\u2066evil\u2069",
    "\u200evil\u200f",
    "zero\u200bwidth\u200d\ufeff",
    "tag\U000e0041\U000e007f",
    "line\u2028para\u2029graph",
    "\u061carabic mark",
    "annotated\ufff9a\ufffab\ufffb",
    "Z" + "\u0301" * 200,
    "[/]",
    "[/foo]",
    "[bold]x[/bold]",
    "[@click=app.quit]HIT[/]",
    "[@click=app.bell()]HIT[/]",
    "[link=http://evil.example]x[/link]",
    "[red on",
    "[",
    "\\[",
    ":smiley:",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "${jndi:ldap://evil.example}",
    "%s%n%x",
    "../../etc/passwd",
)

FORBIDDEN = tuple(
    chr(code).encode()
    for code in (
        *range(0x80, 0xA0),
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        0xE0041,
        0xE007F,
    )
)
"""Bytes that no payload may put on a terminal; escape sequences are looked for whole, since screens use ESC too."""


_POINTER = re.compile(rb"\x1b\]22;[a-z-]*\x07")
"""The shape of the mouse pointer, which the screen library sets itself."""


def leaked(output: bytes) -> list[bytes]:
    """What of the payloads reached the terminal."""
    output = _POINTER.sub(b"", output)
    whole = [p.encode("utf-8", "surrogatepass") for p in PAYLOADS if p[0] in "\x1b\x9b\x9d\x90"]
    # A desk switches the alternate screen itself; what data could do with it is covered by the others.
    whole = [p for p in whole if p not in (b"\x1b[?1049h", b"\x1b[2J\x1b[H", b"\x1bc")]
    return [bad for bad in (*whole, *FORBIDDEN, b"\x00", b"\x07", b"\x7f") if bad in output]
