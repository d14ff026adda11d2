"""Conditions a provider sets: which of the five laws the paragraphs of section 4 ask of a requesting country."""

import re

from matchmaker.exchange.g20_partners import sentences
from matchmaker.matching.text import words

_LAW = re.compile(
    r"\b(?:legal framework|laws?|legislat\w+|regulat\w+|precondition\w*|prerequisite\w*|"
    r"require\w*|necessary|minimal|minimum|marco (?:legal|juridico|normativo)|ley(?:es)?|"
    r"requisit\w+|condicion\w*|cadre (?:juridique|legal)|lois?|prerequis|exig\w+|"
    r"marco regulatorio|quadro (?:juridico|legal)|leis?)\b"
)
_LAWS = (
    (
        "transparency",
        r"transparen\w+|access to (?:public )?information|acceso a la informacion|"
        r"acces a l information|acesso a informacao",
    ),
    (
        "accountability",
        r"accountab\w+|rendicion de cuentas|responsabilidad|redevabilite|"
        r"obligation de rendre\w*|prestacao de contas|responsabilizacao",
    ),
    ("integrity", r"integri\w+"),
    (
        "procurement",
        r"(?:public )?procurement|contratacion\w*|contratac\w+|compras publicas|"
        r"marches publics|passation des marches|adquisiciones|licitac\w+|contratos publicos",
    ),
    (
        "participation",
        r"(?:citizen|public|civil society|civic|social) participation|"
        r"participation (?:of )?(?:citizens?|civil society|citoyenne|publique)|"
        r"participation des citoyens|participacion (?:ciudadana|social|publica)|"
        r"participacao (?:cidada|social|publica|popular)",
    ),
)


def preconditions(text: str) -> tuple[str, ...]:
    """Which of the five laws a paragraph names as a condition, as in `requests.READINESS`."""
    found = [
        name
        for sentence in sentences(text)
        if _LAW.search(folded := " ".join(words(sentence)))
        for name, pattern in _LAWS
        if re.search(rf"\b(?:{pattern})\b", folded)
    ]
    return tuple(name for name, _ in _LAWS if name in found)
