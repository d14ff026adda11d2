"""Contacts: e-mail addresses and telephone numbers in text, found and taken out.

Only what looks like an address or a number is found; a name without either stays. The patterns are bounded, so that no
text makes them slow.
"""

import re

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE
)
PHONE = re.compile(
    r"(?<![\w/.,-])(?:(?:tel|t[ée]l|phone|tel[ée]fono|t[ée]l[ée]phone|telefone|fax|mobile|m[óo]vil|cel)\s?\.?\s?:?\s?)?"
    r"(?:\+|00)\d{1,3}[\s./-]?(?:\(\d{1,4}\)[\s./-]?)?\d(?:[\s./-]?\d){5,12}(?:\s?(?:ext|"
    r"poste|ramal)\.?\s?\d{1,5})?(?![\w-])"
    r"|(?<!\w)(?:tel|t[ée]l|phone|tel[ée]fono|t[ée]l[ée]phone|telefone|fax|mobile|m[óo]vil|"
    r"cel)\s?\.?\s?:?\s?\(?\d(?:[\s./()-]{0,2}\d){5,13}(?!\w)",
    re.IGNORECASE,
)
_EMAIL_SIGN = re.compile(r"@|[(\[]at[)\]]", re.IGNORECASE)
_PHONE_SIGN = re.compile(r"\d(?:[\s./()-]{0,2}\d){5}")
"""Found in every text that holds an address or a number, and looked for far more quickly than those."""
REMOVED = "[contact removed]"


def has_contact(text: str) -> bool:
    """Does the text hold an e-mail address or a telephone number?"""
    return EMAIL.search(text) is not None or PHONE.search(text) is not None


def scrub(text: str) -> str:
    """The text with each address and number replaced by `REMOVED`. Names without either cannot be found and stay."""
    if _EMAIL_SIGN.search(text) is not None:
        text = EMAIL.sub(REMOVED, text)
    return text if _PHONE_SIGN.search(text) is None else PHONE.sub(REMOVED, text)
