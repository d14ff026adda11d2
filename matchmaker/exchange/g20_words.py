"""Words of the G20 questionnaire on technical assistance, in four languages: sections, field labels, boxes, countries.

The template has five sections; answers differ in numbering, order, casing and wording. Headings are known by their
words, not by their place. Patterns run over folded words (lower case, no accents, single spaces).
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from matchmaker.matching.text import words
from matchmaker.taxonomy import assistance_type


class Section(IntEnum):
    """The parts of an answer. The numbers are those of the template."""

    OPENING = 0
    TOOLS = 1
    PROGRAMMES = 2
    PROVIDED = 3
    CHALLENGES = 4
    PRIORITIES = 5


_ASSIST = (
    r"(?:technical assistance|tecnica|technique|assistances?|asistencia|assistencia|cooperacion|cooperation|cooperacao)"
)
_PROGRAMME = r"(?:program(?:me)?s?|programas?|projects?|proyectos?|projets?|projetos?|initiatives?|iniciativas?)"
_TOOL = r"(?:tools?|herramientas?|outils?|ferramentas?|instrument(?:o?s)?|instrumentos?)"
_SHARE = r"(?:share[ds]?|sharing|compart\w*|partag\w*|offered to|available (?:to|for)|disponib\w+)"
_NOW = (
    r"(?:existing|current(?:ly)?|ongoing|under way|existentes?|actual(?:es)?|vigentes?|"
    r"en curso|em curso|existants?|en cours|actuels?|atua(?:l|is))"
)
_PAST = (
    r"(?:recent(?:ly|es?|s)?|reciente(?:s|mente)?|recemment|recentemente|past|previous|"
    r"last|anteriores?|passees?|prestad[ao]s?|ultimos|derniers?)"
)
_GIVEN = (
    r"(?:provided|delivered|given|rendered|prestad[ao]s?|proporcionad[ao]s?|brindad[ao]s?|"
    r"otorgad[ao]s?|fournie?s?|pretee?s?|apportee?s?|dispensee?s?|oferecid[ao]s?|"
    r"fornecid[ao]s?|realizad[ao]s?)"
)
_CHALLENGE = (
    r"(?:challenges?|obstacles?|obstaculos?|desafios?|retos?|defis?|dificultades|difficult(?:ies|es)|dificuldades)"
)
_GAP = r"(?:gaps?|brechas?|lacunes?|lacunas?|carencias?|vacios?|insuffisances?|limitaciones|constraints?)"
_PRIORITY = r"(?:priorit(?:y|ies|es|e)|prioridad(?:es)?|prioridades?|priorites?)"
_CORRUPT = r"(?:corrupt\w*|anticorrup\w*|corrup\w*)"

_NUMBER = re.compile(
    r"^\W*(?:(?:section|seccion|sección|seção|part|partie|parte|question|pregunta|pergunta)\s+)?"
    r"(?P<number>\d{1,2}|[IVX]{1,4}|[A-Ea-e])\s*(?:[.):°\-–—]|º)+\s*(?=\S)",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def _has(text: str, *patterns: str) -> bool:
    return all(re.search(rf"\b{pattern}\b", text) for pattern in patterns)


def heading_number(text: str) -> tuple[int | None, str]:
    """The number a heading starts with (3, III, C) and the rest of it."""
    hit = _NUMBER.match(text)
    if hit is None:
        return None, text.strip()
    mark = hit["number"].lower()
    number = int(mark) if mark.isdigit() else _ROMAN.get(mark) or (ord(mark) - 96 if mark in "abcde" else None)
    return number, text[hit.end() :].strip()


def section_of(text: str) -> Section | None:
    """The section a paragraph is the heading of; None when it is no heading.

    A number that agrees with the template makes up for fewer words; a sentence (full stop, many words) is never a
    heading.
    """
    if len(text) > 240:
        return None
    number, rest = heading_number(re.sub(r"[¹²³⁰⁴-⁹]+\s*:?$|\[\d{1,2}\]\s*:?$", "", text))
    folded = " ".join(words(rest))
    count = folded.count(" ") + 1
    if count > 26 or (rest.endswith(".") and count > 9) or rest.endswith((";", ",")):
        return None
    strong = number is not None or text.isupper()
    for section, fits in _SECTION_TESTS:
        if fits(folded, count, strong, number == int(section)):
            return section
    return None


def _tools(text: str, count: int, strong: bool, numbered: bool) -> bool:
    shared = _has(text, _SHARE) and (_has(text, _TOOL) or _has(text, _PROGRAMME))
    return (shared and (strong or _has(text, _CORRUPT) or _has(text, _TOOL))) or (
        _has(text, _PROGRAMME, _TOOL) and (numbered or _has(text, r"na[tc]ion\w+|corrup\w*|anticorrup\w*"))
    )


def _programmes(text: str, count: int, strong: bool, numbered: bool) -> bool:
    return _has(text, _PROGRAMME, _ASSIST) and not _has(text, _CHALLENGE) and (_has(text, _NOW) or numbered)


def _provided(text: str, count: int, strong: bool, numbered: bool) -> bool:
    if not _has(text, _ASSIST) or _has(text, _CHALLENGE) or _has(text, _GAP):
        return False
    return (_has(text, _PAST) and count <= 12) or (_has(text, _GIVEN) and (strong or count <= 6))


def _challenges(text: str, count: int, strong: bool, numbered: bool) -> bool:
    both = _has(text, _CHALLENGE) and _has(text, _GAP)
    either = _has(text, _CHALLENGE) or _has(text, _GAP)
    return (both and count <= 14) or (
        either and (numbered or (strong and count <= 10) or count <= 3 or (_has(text, _ASSIST) and count <= 12))
    )


def _priorities(text: str, count: int, strong: bool, numbered: bool) -> bool:
    return _has(text, _PRIORITY) and (
        numbered
        or count <= 3
        or (count <= 9 and (_has(text, _NOW) or _has(text, _CORRUPT) or _has(text, r"corrup\w*")))
    )


_SECTION_TESTS = (
    (Section.CHALLENGES, _challenges),
    (Section.PROVIDED, _provided),
    (Section.TOOLS, _tools),
    (Section.PROGRAMMES, _programmes),
    (Section.PRIORITIES, _priorities),
)

LABELS: dict[str, str] = {
    "types": r"(?:(?:types?|forms?|kinds?|modalit(?:y|ies)) of (?:technical )?assistance(?: (?:provided|"
    r"offered|available))?|assistance types?|"
    r"(?:tipos?|formas?|modalidad(?:es)?) de (?:la )?(?:asistencia|assistencia)(?: tecnica)?|"
    r"(?:types?|formes?|modalites?|nature) (?:d|de l) ?assistance(?: technique)?)",
    "outreach": r"(?:(?:potential |geographic(?:al)? |possible )?outreach|geographic(?:al)? (?:scope|"
    r"coverage)|target (?:countries|regions?|audience)|"
    r"alcance(?: potencial| geografico)?|cobertura(?: geografica)?|potencial alcance|"
    r"paises destinatarios|portee(?: potentielle| geographique)?|"
    r"rayonnement(?: potentiel)?|public vise|couverture(?: geographique)?|pays vises|"
    r"abrangencia(?: potencial| geografica)?|ambito geografico)",
    "contact": r"(?:contacts?(?: (?:information|details|points?|persons?|info))?|focal points?|point of contact|"
    r"(?:informacion|datos|persona|punto) de contacto|contactos?|coordonnees(?: de contact|"
    r" du contact)?|(?:personne|point) (?:a contacter|de contact)|"
    r"(?:informacoes|informacao|dados|pessoa|ponto) (?:de|para) contato|contatos?|(?:informacoes|dados) de contacto)",
    "institution": r"(?:institutional (?:framework|arrangements?)|(?:responsible|implementing|lead|"
    r"executing) (?:agenc(?:y|ies)|institutions?|bod(?:y|ies)|authorit(?:y|ies))|"
    r"institutions?|marco institucional|(?:institucion|entidad|organismo|"
    r"autoridad)(?:es)?(?: responsables?| ejecutor[ae]s?)?|"
    r"cadre institutionnel|(?:organisme|institution|autorite)s? (?:responsables?|"
    r"chargee?s?|competente?s?)|quadro institucional|(?:instituicao|entidade|"
    r"orgao)(?: responsavel)?)",
    "pilots": r"(?:(?:pilot|participating|beneficiary|recipient|partner) countries|paises (?:piloto|"
    r"participantes|beneficiarios|socios)|"
    r"pays (?:pilotes?|participants|beneficiaires|partenaires)|paises (?:pilotos?|participantes|parceiros))",
    "link": r"(?:web ?sites?|web ?pages?|links?|url|further information|more information|sitio web|"
    r"pagina web|enlaces?|mas informacion|"
    r"site (?:web|internet)|liens?|pour en savoir plus|plus d informations?|"
    r"sitio na internet|ligacao|mais informacoes)",
    "title": r"(?:(?:titles?|names?)(?: of (?:the )?(?:programme|program|tool|project|initiative)s?"
    r"(?: (?:or |and )?(?:programme|program|tool|project|initiative)s?)?)?|"
    r"(?:programme|program|project|tool|initiative)(?: (?:title|name))?|"
    r"names?(?: of (?:the )?(?:programme|program|tool|project|initiative))?|"
    r"titulo(?: d(?:el?|o) (?:programa|proyecto|projeto))?|(?:nombre|nome|"
    r"denominacion)(?: d(?:el?|o|a) (?:la )?(?:programa|proyecto|projeto|herramienta|"
    r"iniciativa|ferramenta))?|"
    r"titre(?: du (?:programme|projet))?|intitule(?: du (?:programme|projet))?|"
    r"nom(?: (?:du|de l) ?(?:programme|projet|outil|initiative))?|programa|proyecto|"
    r"projeto|projet)",
    "description": r"(?:(?:brief |short )?descriptions?|summary|overview|(?:breve )?descripcion|resumen|"
    r"(?:breve )?descricao|resumo|resume|(?:breve )?presentation)",
    "languages": r"(?:(?:working )?languages?(?: of (?:work|delivery|instruction))?|"
    r"idiomas?(?: de trabajo| de trabalho)?|langues?(?: de travail)?|linguas?)",
    "conditions": r"(?:conditions?|requirements?|prerequisites?|preconditions?|eligibility|requisitos|"
    r"condiciones|condicoes|criterios|prerequis|conditions? d (?:acces|admission))",
}
"""Field labels of an offering, as patterns over folded words that match a whole label."""

_LABELS = {name: re.compile(pattern) for name, pattern in LABELS.items()}
_COLON_ONLY = frozenset({"title", "link", "languages", "conditions", "description"})
_ALONE = re.compile(r"(?:titles?|titulo|titre|intitule)|\w+ (?:\w+ )*(?:of|de|del|du|do|da) .+|\w+ (?:title|name)")
"""Labels of a title that need no colon."""
_HEAD = re.compile(
    r"^(?P<head>[^:：|]{2,90}?)\s*(?:\((?!s\))[^()]{0,60}\)\s*)?[:：|](?!//)\s*(?P<value>.*)$", re.DOTALL
)
_DASHED = re.compile(r"^(?P<head>[^–—]{2,60}?)\s+[-–—]\s+(?P<value>\S.*)$", re.DOTALL)
_MARKER = re.compile(r"[\s\d¹²³⁰⁴-⁹*†‡\[\]]+$")


@dataclass(frozen=True, slots=True)
class Label:
    """A field label and what follows it in the same paragraph."""

    name: str
    value: str


def label_name(head: str) -> str | None:
    """The field a label names when it stands by itself."""
    folded = " ".join(words(_MARKER.sub("", head.replace("(s)", "s").replace("(es)", "es"))))
    for name, pattern in _LABELS.items():
        if pattern.fullmatch(folded):
            return name
    return None


def label_of(text: str) -> Label | None:
    """The label a paragraph starts with: with a colon, or standing alone, or in capitals before its value.

    Words that are often titles ("Programme", "Languages") need the colon.
    """
    hit = _HEAD.match(text[:4000])
    if hit is not None and (name := label_name(hit["head"])) is not None:
        return Label(name, text[hit.start("value") :].strip())
    hit = _DASHED.match(text[:4000])
    if hit is not None and (name := label_name(hit["head"])) is not None and name not in _COLON_ONLY:
        return Label(name, text[hit.start("value") :].strip())
    if len(text) <= 90 and (name := label_name(re.sub(r"\s*\([^()]*\)\s*$", "", text))):
        folded = " ".join(words(text))
        if name not in _COLON_ONLY or name == "description" or (name == "title" and _ALONE.fullmatch(folded)):
            return Label(name, "")
    return _shouted_label(text)


def _shouted_label(text: str) -> Label | None:
    hit = re.match(r"(?:[^\W\d_a-z]{2,}(?:['’ ]|\s|$))+", text)
    if hit is None or hit.end() == len(text):
        return None
    name = label_name(hit[0])
    return Label(name, text[hit.end() :].lstrip(" -–—¹²³0123456789*")) if name and name not in _COLON_ONLY else None


_PROVIDER = re.compile(
    r"^\W*(?:information|informaci[oó]n|informations|informa[cç][aãoõ]+e?s?|responses?|"
    r"respuestas?|r[ée]ponses?|respostas?|answers?|contribution|contribuci[oó]n|"
    r"contribui[cç][aã]o|submission)\b"
    r"(?:\s+\w+){0,4}?\s+(?:by|from|por|par|pel[ao]s?|of|del?|d[ao]s?|du|des|de la)\s*:?\s+(?P<name>\S.{1,70})$"
    r"|^\W*(?:country|pa[ií]s|pays|provider|proveedor|member|state|estado|[ée]tat)\s*:\s*(?P<named>\S.{1,70})$",
    re.IGNORECASE,
)


def provider_name(text: str) -> str:
    """The name in "INFORMATION PROVIDED BY ..." and its other forms; empty when the paragraph is none of them."""
    hit = _PROVIDER.match(text) if len(text) < 160 else None
    return "" if hit is None else re.sub(r"[\s¹²³⁰⁴-⁹*.:]+$", "", hit["name"] or hit["named"])


def type_of(text: str) -> tuple[str, str] | None:
    """The type of assistance a line names and what it specifies, as `assistance_type`, without stray signs."""
    known = assistance_type(text)
    return None if known is None else (known[0], known[1].strip(" :;–—-()"))


SUBHEADINGS = re.compile(
    r"(?:(?:main |general |specific |principales |principaux |principais )?(?:objectives?|"
    r"goals?|aims?|objetivos?|objectifs?|results?|resultados?|resultats?|features?|"
    r"activit(?:y|ies)|actividades|activites|atividades|components?|componentes|"
    r"composantes)"
    r"|background|context[oe]?|contexte|antecedentes|introduction|introduccion|introducao|"
    r"scope|description|methodology|metodologia|methodologie|content|contenido|contenu|"
    r"conteudo|duration|duracion|duree|duracao"
    r"|legal (?:basis|framework)|marco (?:legal|juridico)|cadre juridique|target (?:group|"
    r"audience)|publico objetivo|beneficiar(?:y|ies)|beneficiarios|beneficiaires|impacto?|"
    r"outcomes?|outputs?|achievements?|logros|next steps|lessons learned|justification|"
    r"rationale)"
    r"(?: (?:of|de|del|du|da|do) .{1,40})?"
)
"""Headings inside one description; they never start an offering."""

YES_NO = {"yes": True, "si": True, "oui": True, "sim": True, "x": True, "no": False, "non": False, "nao": False}

_GLOBAL = re.compile(
    r"\b(?:global(?:ly|e)?|world ?wide|mundial(?:es)?|mondiale?s?|"
    r"all (?:the )?(?:countries|regions|states)|any (?:interested )?(?:country|state)|"
    r"todos (?:los|os) paises|tous (?:les )?pays|international(?:e|ly)?|internacional|universal(?:le)?)\b"
)


def is_global(text: str) -> bool:
    """Does an outreach say the whole world?"""
    return _GLOBAL.search(" ".join(words(text))) is not None
