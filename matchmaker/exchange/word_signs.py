"""Signs of Word: symbols of its picture fonts, and the boxes of its forms, as characters."""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FALSE = frozenset({"0", "false", "off", "none"})
_SYMBOLS = {
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings", 0xA8): "☐",
    ("wingdings", 0x6F): "☐",
    ("wingdings", 0x71): "☐",
    ("wingdings", 0x78): "☒",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0x54): "☒",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0xA3): "☐",
    ("wingdings 2", 0x2A): "☐",
}


def off(element: Any, name: str = "val") -> bool:
    value = element.get(W + name)
    return value is not None and value.lower() in FALSE


def symbol(element: Any) -> str:
    font = (element.get(W + "font") or "").lower()
    try:
        code = int(element.get(W + "char") or "0", 16)
    except ValueError:
        return ""
    low = code & 0xFF
    return _SYMBOLS.get((font, low)) or (
        "•" if font.startswith(("wingdings", "symbol", "webdings")) else chr(code) if 31 < code < 0xD800 else ""
    )


def form_box(element: Any) -> str:
    """The state of a check box of the old forms."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
        return "☒ " if state is not None and not off(state) else "☐ "
    return "☐ " if off(state) else "☒ "
