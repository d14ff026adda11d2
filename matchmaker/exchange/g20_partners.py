"""Partners and activities: section 3 of a G20 answer, and the provider's own notes of sections 4 and 5."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from matchmaker import countries
from matchmaker.exchange.g20_lines import Paragraph
from matchmaker.matching.text import words

_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sr|Sra|St|Sta|No|Nos|Art|Arts|art|arts|e\.g|i\.e|p\.ej|vs|etc|cf|approx|Inc|Ltd|Co|Jr|vol|núm|pág|M|Mme|Prof|Gen|U\.S|U\.K|U\.N|EE\.UU|Lic|Ing)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_END = re.compile(r"(?<=[.!?])[\"'”’»)]*\s+(?=[A-ZÀ-Þ0-9¿¡\"“«(])|\s*;\s+(?=[A-ZÀ-Þ])|\s+[•▪]\s+")
_KINDS = (
    ("joint statement", r"declaration|joint statement|communique|declaracion|declaracao|declaration conjointe|principles of"),
    ("workshop", r"workshops?|seminars?|training|courses?|talleres|taller|seminarios?|capacitacion\w*|cursos?|ateliers?|seminaires?|formations?|oficinas de|capacitacao|webinars?"),
    ("visit", r"visits?|visitas?|visites?|study tours?|mission|mision|missao|placement|secondments?|pasantias?"),
    ("drafting", r"draft\w*|elaborat\w* (?:a |the )?(?:law|bill|regulation)\w*|law on|bill|elaboracion de (?:la |una )?ley|redaccion|redaction|elaboracao de (?:lei|projeto)|projet de loi|proyecto de ley|anteproyecto"),
    ("tool transfer", r"tools?|software|platform|dashboard|board|herramientas?|plataforma|tablero|outils?|plateforme|ferramentas?|painel|system transfer"),
    ("project", r"projects?|proyectos?|projets?|projetos?"),
)
_KIND_TESTS = tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _KINDS)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; a full stop after an abbreviation or an initial ends none."""
    found: list[str] = []
    start = 0
    for hit in _END.finditer(text):
        piece = text[start : hit.end()].strip()
        if _ABBREVIATED.search(text[: hit.start()].rstrip("\"'”’») ")[-16:]) and ";" not in hit[0]:
            continue
        found.append(piece.strip(" •▪;"))
        start = hit.end()
    found.append(text[start:].strip(" •▪;"))
    return [sentence for sentence in found if len(sentence) > 2]


def kind_of(text: str) -> str:
    """What sort of help a sentence tells of, as in `Activity.kind`; empty when none is named."""
    folded = " ".join(words(text))
    return next((name for name, test in _KIND_TESTS if test.search(folded)), "")


@dataclass(slots=True)
class Partner:
    """A partner with its sentences. `code` is alpha-3, or the name of a region."""

    code: str
    first: int
    last: int
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Heading:
    codes: tuple[str, ...]
    rest: str


_HEADED = re.compile(r"^(?P<names>[^:–—|.]{2,120}?)(?:\s*\((?P<when>[^()]{2,40})\))?\s*(?::|\s[-–—]|[–—])\s*(?P<rest>\S.*)?$", re.DOTALL)


def _partner_code(name: str) -> str | None:
    name = re.sub(r"^\W+|[\W]+$", "", re.sub(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s+", "", name)) + ("." if re.search(r"\b[A-Z]\.[A-Z]\.?$", name.strip()) else "")
    found = countries.find(name) or countries.find(name.rstrip("."))
    if found is not None and len(name) > 2:
        return found.iso3
    if found is not None and name.isupper():
        return found.iso3
    region = countries.find_region(name)
    return region.name if region is not None and len(name) > 3 else None


def _codes(names: str) -> tuple[str, ...]:
    """The partners a heading names; empty unless every part of it is one."""
    if not names.strip() or len(names) > 160:
        return ()
    whole = _partner_code(names)
    if whole is not None:
        return (whole,)
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", names)
    parts = [part for part in re.split(r"\s*[,;/&]\s*|\s+(?:and|y|et|e)\s+", bare) if part.strip()]
    codes = [_partner_code(re.sub(r"^(?:and|y|et|e)\s+", "", part)) for part in parts]
    return tuple(dict.fromkeys(code for code in codes if code)) if codes and all(codes) else ()


def _heading(text: str) -> _Heading | None:
    """A paragraph that names partners: alone, or before a colon or a dash."""
    alone = _codes(text.rstrip(" :.–—-")) or _codes(text.rstrip(" :–—-"))
    if alone:
        return _Heading(alone, "")
    hit = _HEADED.match(text)
    if hit is None:
        return None
    codes = _codes(hit["names"])
    return _Heading(codes, (hit["rest"] or "").strip()) if codes else None


def partners(found: Sequence[Paragraph], provider: str) -> tuple[list[Partner], list[Paragraph]]:
    """The partners of section 3 in order, each once, and the paragraphs that name none."""
    by_code: dict[str, Partner] = {}
    aside: list[Paragraph] = []
    current: tuple[str, ...] = ()
    for paragraph in found:
        if not paragraph.text:
            continue
        heading = _heading(paragraph.text)
        text = paragraph.text
        codes = current
        if heading is not None:
            current = codes = heading.codes
            text = heading.rest
        elif not current or (paragraph.text.endswith(":") and len(paragraph.text.split()) > 2):
            codes = _named_in(paragraph, provider)
        if not codes:
            aside.append(paragraph)
            continue
        for code in codes:
            partner = by_code.setdefault(code, Partner(code, paragraph.first, paragraph.last))
            partner.last = max(partner.last, paragraph.last)
            partner.sentences += [sentence for sentence in sentences(text) if sentence not in partner.sentences]
    return list(by_code.values()), aside


def _named_in(paragraph: Paragraph, provider: str) -> tuple[str, ...]:
    """Where no heading names a partner: the countries the sentence itself names, the provider aside."""
    if paragraph.text.endswith(":"):
        return ()
    return tuple(dict.fromkeys(country.iso3 for country, _, _, _ in countries.mentions(paragraph.text) if country.iso3 != provider))


# -- notes of the provider ---------------------------------------------------------------------------------------------
_LAW = re.compile(
    r"\b(?:legal framework|laws?|legislat\w+|regulat\w+|precondition\w*|prerequisite\w*|require\w*|necessary|minimal|minimum|marco (?:legal|juridico|normativo)|ley(?:es)?|"
    r"requisit\w+|condicion\w*|cadre (?:juridique|legal)|lois?|prerequis|exig\w+|marco regulatorio|quadro (?:juridico|legal)|leis?)\b"
)
_LAWS = (
    ("transparency", r"transparen\w+|access to (?:public )?information|acceso a la informacion|acces a l information|acesso a informacao"),
    ("accountability", r"accountab\w+|rendicion de cuentas|responsabilidad|redevabilite|obligation de rendre\w*|prestacao de contas|responsabilizacao"),
    ("integrity", r"integri\w+"),
    ("procurement", r"(?:public )?procurement|contratacion\w*|contratac\w+|compras publicas|marches publics|passation des marches|adquisiciones|licitac\w+|contratos publicos"),
    ("participation", r"(?:citizen|public|civil society|civic|social) participation|participation (?:of )?(?:citizens?|civil society|citoyenne|publique)|participation des citoyens|participacion (?:ciudadana|social|publica)|participacao (?:cidada|social|publica|popular)"),
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
