"""The seven types of assistance and the articles of the UN Convention against Corruption (UNCAC).

Names are read as people write them: in four languages, with or without accents, hyphens and bullets. Nothing is guessed
by similarity: what is not known is returned as unknown.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from matchmaker.settings import shipped_data

TYPES = (
    "Legislative assistance",
    "Institution-building",
    "Policymaking",
    "Capacity-building",
    "Research, data-gathering and analysis",
    "Facilitation of international cooperation",
    "Others",
)
"""UNODC's seven types of assistance; the only spellings that are stored."""

OTHERS = TYPES[-1]

# Patterns over folded text (see `folded`), each matching a whole name.
_TYPE_PATTERNS = (
    r"(legislative|legal|law) (assistance|support|advice|drafting|reform)|legislative|legislation|"
    r"(asistencia|asesoria|apoyo|assistencia|assessoria) (legislativ[ao]|legal)|"
    r"(assistance|aide|appui|conseil)s? (legislative?s?|juridique|en matiere legislative)",
    r"institution(al)? (building|strengthening|development)|"
    r"(fortalecimiento|desarrollo|fortalecimento|desenvolvimento|reforco) institucional|"
    r"(creacion|construccion|fortalecimiento|criacao|construcao|reforco) (de|das) instituciones?|"
    r"(criacao|construcao|reforco|fortalecimento) (de|das) instituicoes|"
    r"(renforcement|developpement|appui) institutionnel|(renforcement|mise en place|creation) (des|d) institutions",
    r"polic(y|ies) ?(making|development|formulation|design|advice)|polic(y|ies)|"
    r"(formulacion|elaboracion|diseno|formulacao|elaboracao) de (las )?politicas( publicas)?|politicas publicas|"
    r"(formulation|elaboration|conception) (des?|de) politiques( publiques)?|politiques publiques",
    r"capacity (building|development|strengthening)|capacities|training|"
    r"(creacion|fortalecimiento|desarrollo|fomento|generacion|construccion) de (las? )?capacidad(es)?|"
    r"(reforco|desenvolvimento|criacao|fortalecimento|capacitacao|construcao) d[ea]s? capacidades?|"
    r"capacitacion|capacitacao|formacion|formation|formacao|"
    r"(renforcement|developpement) (des|de) capacites",
    r"research( and| or)? ?data (gathering|collection)( and)? analysis|research( and analysis)?|"
    r"data (gathering|collection) and analysis|"
    r"investigacion( y)?( la)? ?(recopilacion|recoleccion|reunion|obtencion) (de|y) ?datos y analisis|"
    r"investigacion (recopilacion|recoleccion|reunion|obtencion) y analisis de datos|investigacion|"
    r"(recopilacion|recoleccion|reunion|obtencion) (y analisis de datos|de datos y analisis)|"
    r"recherche( et)?( la)? ?(collecte|recueil) (de|des|et) ?(donnees et)? ?analyse( des donnees| de donnees)?|"
    r"recherche|"
    r"(collecte|recueil) (de|des) donnees et analyse|"
    r"(pesquisa|investigacao)( e)? ?(recolha|coleta|obtencao) (de dados e analise|e analise de dados)|"
    r"pesquisa|investigacao|(recolha|coleta) de dados e analise",
    r"facilitation of (international )?co ?operation( with (other )?countries)?|"
    r"international co ?operation( facilitation)?|"
    r"facilitation( of international co ?operation)?|"
    r"(facilitacion|fomento|promocion) de (la )?cooperacion( internacional)?( con otros paises)?|"
    r"cooperacion internacional|"
    r"facilitation de (la )?cooperation( internationale)?( avec (d autres|les autres) pays)?|"
    r"cooperation internationale|"
    r"facilitacao d[ae] cooperacao( internacional)?( com outros paises)?|cooperacao internacional",
)
_TYPE_MATCHERS = tuple(re.compile(pattern) for pattern in _TYPE_PATTERNS)
_OTHERS = re.compile(
    r"(?:others?|otr[oa]s?|autres?|outr[oa]s?)(?:\s+(?:types?|tipos?)(?:\s+(?:of|de|d['’])\s*\w+)?)?"
    r"\s*(?P<mark>[:(–—,-]*\s*(?:(?:please|kindly|por favor|sírvase|favor|veuillez|prière de|merci de|à)\s+)*"
    r"(?:specify|specified|especifi(?:que|car)|précise[rz]|preciser|indicar|especifique-se)?\s*[:)–—-]*)\s*(?P<detail>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BULLET = re.compile(r"^[\s\-–—*•·▪◦‣☐☑☒✓✔✗✘■□]*(?:[\[(]\s*[xX✓✔]?\s*[\])])?(?:\(?\d{1,2}[.)]\s+|\(?[a-h]\)\s+)?\s*")
_FOOTNOTE = re.compile(r"[\s¹²³⁰⁴-⁹*]+$")


class _Plain(dict[int, str]):
    """What each character becomes in folded text: itself without accents, or a space where it is no letter or digit."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        plain = "".join(part if part.isalnum() else " " for part in parts if not unicodedata.combining(part))
        return self.setdefault(code, plain)


_PLAIN = _Plain()


def folded(text: str) -> str:
    """Lower case without accents; everything that is no letter or digit becomes one space."""
    return " ".join(text.casefold().translate(_PLAIN).split())


def assistance_type(text: str) -> tuple[str, str] | None:
    """The canonical type `text` names, and what was specified with "Others"; None when it names none.

    >>> assistance_type("Others: please specify: a public dashboard")
    ('Others', 'a public dashboard')
    """
    text = _FOOTNOTE.sub("", _BULLET.sub("", text))
    plain = folded(text)
    if not plain:
        return None
    for name, matcher in zip(TYPES, _TYPE_MATCHERS, strict=False):
        if matcher.fullmatch(plain):
            return name, ""
    other = _OTHERS.fullmatch(text)
    if other is None:
        return None
    detail = " ".join(other["detail"].split()).strip("() ")
    marked = any(sign in other["mark"] for sign in ":(–—-") or "specif" in folded(other["mark"])
    return (OTHERS, detail) if marked or not detail else None


def _typed_parts(cell: str) -> list[tuple[str, tuple[str, str] | None]]:
    """The parts of a cell that names several types, each with its type or None."""
    cell = cell.strip()
    if cell.startswith("["):
        try:
            listed = json.loads(cell)
        except ValueError:
            pass
        else:
            if isinstance(listed, list) and all(isinstance(item, str) for item in listed):
                return [part for item in listed for part in _typed_parts(item)]
    return [found for line in re.split(r"[;|\n\r\t•]", cell) if line.strip() for found in _typed_line(line.strip())]


def _typed_line(line: str) -> list[tuple[str, tuple[str, str] | None]]:
    """A line is one type, types with commas between (a type's name may hold a comma), or with slashes or "and"."""
    if (whole := assistance_type(line)) is not None:
        return [(line, whole)]
    for pattern in (r"\s*/\s*", r"\s+(?:and|y|et|e|&|\+)\s+"):
        parts = re.split(pattern, line)
        if len(parts) > 1 and all(assistance_type(part) for part in parts):
            return [(part, assistance_type(part)) for part in parts]
    pieces, found = line.split(","), []
    while pieces:
        for size in range(len(pieces), 0, -1):
            joined = ",".join(pieces[:size]).strip()
            known = assistance_type(re.sub(r"^(?:and|y|et|e)\s+", "", joined))
            if known is not None or size == 1:
                if joined:
                    found.append((joined, known))
                del pieces[:size]
                break
    return found


def types_in(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The canonical types a table cell lists, each once in the order given, and the parts that name none.

    Lists may use `;`, `,`, `|`, line ends or JSON; the comma within a type's own name is minded.
    """
    parts = _typed_parts(cell)
    types = tuple(dict.fromkeys(known[0] for _, known in parts if known))
    return types, tuple(dict.fromkeys(part for part, known in parts if known is None))


def other_type_in(cell: str) -> str:
    """What a cell specifies along with "Others"; empty when nothing."""
    return "; ".join(known[1] for _, known in _typed_parts(cell) if known and known[1])


@dataclass(frozen=True, slots=True)
class Article:
    """An article of UNCAC: its number, chapter (Roman numeral) and short title by language."""

    number: int
    chapter: str
    titles: tuple[tuple[str, str], ...]

    def title(self, language: str = "en") -> str:
        """The short title in `language`, else in English."""
        titles = dict(self.titles)
        return titles.get(language, titles["en"])


@cache
def articles() -> dict[int, Article]:
    """All operative articles, 5 to 62, by number."""
    with (shipped_data() / "uncac_articles.csv").open(encoding="utf-8", newline="") as file:
        return {
            int(row["article"]): Article(
                int(row["article"]), row["chapter"], tuple((code, row[code]) for code in ("en", "es", "fr", "pt"))
            )
            for row in csv.DictReader(file)
        }


_NUMBER = r"\d{1,3}(?:\s?\.\s?\d{1,2}|\s?\(\w{1,3}\)|\s?bis|\s?§\s?\d{1,2})*"
_ARTICLES = re.compile(
    rf"\b(?:art(?:icles?|[íi]culos?|igos?|s)?)\b\.?\s*(?:n[o°º]s?\.?\s*)?(?P<list>{_NUMBER}"
    rf"(?:\s*(?:,|;|/|&|\band\b|\by\b|\be\b|\bet\b|\bto\b|\ba\b|\bà\b|\bal\b|\bau\b|\bthrough\b|[-–—])\s*"
    rf"(?:(?:,|and|y|e|et)\s+)?(?:art(?:icles?|[íi]culos?|igos?|s)?\.?\s*)?{_NUMBER})*)",
    re.IGNORECASE,
)
_ARTICLE_SIGN = re.compile(r"art(?<=\bart)")
"""Stands in every text, in lower case, that `_ARTICLES` finds something in; looked for far more quickly."""
_RANGE = re.compile(
    r"(\d{1,3})\s*(?:-|–|—|\bto\b|\bthrough\b|\ba\b|\bà\b|\bal\b|\bau\b)\s*(?:art\w*\.?\s*)?(\d{1,3})", re.IGNORECASE
)
_UNCAC = re.compile(
    r"\b(?:UNCAC|CNUCC|CNUCAC|CNUC|UN\s?CAC|M[ée]rida)\b|conven[a-zçãó]+\s+(?:\w+\s+){0,6}?(?:against|contra|contre)\s+(?:la\s+|a\s+)?corrup",
    re.IGNORECASE,
)
_OTHER_LAW = re.compile(
    r"^\s*,?\s*(?:of|in|to|under|de|du|des|del|da|do|d['’])\s*[^.;\n]{0,24}?\b(?:constitu\w*|c[óo]d(?:e|igo)s?|penal|law|act|decree|ley|lei|loi|decreto|d[ée]cret|statute|regulations?|"
    r"treaty|charter|ICCPR|GDPR|TFEU|FATF|GAFI|BWC|OECD|OCDE|reglamento|r[èe]glement|ordonnance|directive)\b",
    re.IGNORECASE,
)


def _expanded(numbers: str) -> Iterable[int]:
    """The article numbers of a list such as "5 to 14, 33 and 8.5"; paragraphs are dropped."""
    plain = re.sub(r"(\d)\s?(?:\.\s?\d{1,2}|\(\w{1,3}\)|§\s?\d{1,2})+", r"\1", numbers)
    for low, high in _RANGE.findall(plain):
        if 0 < int(high) - int(low) < 60:
            yield from range(int(low), int(high) + 1)
    yield from (int(number) for number in re.findall(r"\d+", plain))


def articles_in(text: str) -> tuple[int, ...]:
    """UNCAC articles (5 to 62) that a text cites, in order of number.

    Where the text does not name the Convention, an article of another law ("art. 14 of the Constitution") is left out.
    """
    if _ARTICLE_SIGN.search(text.lower()) is None:
        return ()
    found: set[int] = set()
    for hit in _ARTICLES.finditer(text):
        after = text[hit.end() : hit.end() + 60]
        other = _OTHER_LAW.match(after)
        if other is not None and (_UNCAC.search(after[: other.end()]) is None or _UNCAC.search(text) is None):
            continue
        found.update(number for number in _expanded(hit["list"]) if 5 <= number <= 62)
    return tuple(sorted(found))


def articles_in_cell(cell: str) -> tuple[int, ...]:
    """UNCAC articles in a table cell or JSON list made for them, where bare numbers count ("12; 14; 52.5")."""
    bare = re.sub(r"[\[\]\"']", " ", cell)
    if re.fullmatch(rf"\s*(?:{_NUMBER}[\s,;|/–-]*)+", bare):
        return tuple(sorted({number for number in _expanded(bare) if 5 <= number <= 62}))
    return articles_in(cell)
