"""Partners and activities: section 3 of a G20 answer, and the provider's own notes of sections 4 and 5."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from matchmaker import countries
from matchmaker.exchange.g20_paragraph import Paragraph
from matchmaker.matching.text import words

_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sr|Sra|St|Sta|No|Nos|Art|Arts|art|arts|e\.g|i\.e|p\.ej|vs|etc|"
    r"cf|approx|Inc|Ltd|Co|Jr|vol|núm|pág|M|Mme|Prof|Gen|U\.S|U\.K|U\.N|EE\.UU|Lic|Ing)|"
    r"\b[A-Z](?:\.[A-Z])*)\.$"
)
_END = re.compile(r"(?<=[.!?])[\"'”’»)]*\s+(?=[A-ZÀ-Þ0-9¿¡\"“«(])|\s*;\s+(?=[A-ZÀ-Þ])|\s+[•▪]\s+")
_KINDS = (
    (
        "workshop",
        r"workshops?|seminars?|training|courses?|talleres|taller|seminarios?|capacitacion\w*|"
        r"cursos?|ateliers?|seminaires?|formations?|oficinas de|capacitacao|webinars?",
    ),
    ("visit", r"visits?|visitas?|visites?|study tours?|mission|mision|missao|placement|secondments?|pasantias?"),
    (
        "drafting",
        r"draft\w*|elaborat\w* (?:a |the )?(?:law|bill|regulation)\w*|law on|bill|"
        r"elaboracion de (?:la |una )?ley|redaccion|redaction|elaboracao de (?:lei|projeto)|"
        r"projet de loi|proyecto de ley|anteproyecto",
    ),
    (
        "tool transfer",
        r"tools?|software|platform|dashboard|board|herramientas?|plataforma|tablero|outils?|"
        r"plateforme|ferramentas?|painel|system transfer",
    ),
    ("project", r"projects?|proyectos?|projets?|projetos?"),
    ("joint statement", r"declaration|joint statement|communique|declaracion|declaracao|principles of"),
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
    return [part for sentence in found for part in _listed(sentence) if len(part) > 2]


def _listed(sentence: str) -> list[str]:
    """The parts of a sentence that lists what was done between semicolons; the sentence where a part is too short."""
    parts = [part.strip() for part in re.split(r"\s*;\s+", sentence)]
    return parts if all(len(part.split()) > 2 for part in parts) else [sentence]


def kind_of(text: str) -> str:
    """What sort of help a sentence tells of, as in `Activity.kind`; empty when none is named."""
    folded = " ".join(words(text))
    return next((name for name, test in _KIND_TESTS if test.search(folded)), "")


@dataclass(slots=True)
class Partner:
    """A partner with its sentences. `code` is alpha-3, or the name of a region; empty for a `name` we do not know.

    `years` are the first and last year, where they stand by themselves.
    """

    code: str
    first: int
    last: int
    name: str = ""
    years: tuple[int, int] | None = None
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Heading:
    codes: tuple[str, ...]
    rest: str
    when: str = ""


_HEADED = re.compile(
    r"^(?P<names>[^:–—|.]{2,120}?)(?:\s*\((?P<when>[^()]{2,40})\))?\s*(?::|\s[-–—]|[–—]|\.\s?[-–—])\s*(?P<rest>\S.*)?$",
    re.DOTALL,
)


def _partner_code(name: str) -> str | None:
    name = re.sub(r"^\W+|[\W]+$", "", re.sub(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s+", "", name)) + (
        "." if re.search(r"\b[A-Z]\.[A-Z]\.?$", name.strip()) else ""
    )
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
    return _Heading(codes, (hit["rest"] or "").strip(), hit["when"] or "") if codes else None


_YEARS = re.compile(r"\W*((?:19|20)\d\d)(?:\s*(?:[-–—/]|to|a|à)\s*((?:19|20)\d\d))?\W*")


class _Gatherer:
    """Walks section 3 once: headings set who the following sentences are about."""

    def __init__(self, found: Sequence[Paragraph], provider: str) -> None:
        self.found = [paragraph for paragraph in found if paragraph.text]
        self.provider = provider
        self.headings = [_heading(paragraph.text) for paragraph in self.found]
        self.inline = sum(heading is not None and bool(heading.rest) for heading in self.headings)
        self.alone = sum(heading is not None and not heading.rest for heading in self.headings)
        self.by_code: dict[str, Partner] = {}
        self.unknown: dict[str, Partner] = {}
        self.aside: list[Paragraph] = []

    def gather(self) -> None:
        current: tuple[Partner, ...] = ()
        for at, (paragraph, heading) in enumerate(zip(self.found, self.headings, strict=True)):
            if heading is not None:
                current = self._partners(heading.codes, paragraph)
                if _YEARS.fullmatch(heading.when.strip()):
                    self._tell(current, heading.when, paragraph)
                self._tell(current, heading.rest, paragraph)
            elif not self._same_row(at) and (stranger := self._stranger(at, paragraph)) is not None:
                current = (
                    self.unknown.setdefault(stranger[0], Partner("", paragraph.first, paragraph.last, stranger[0])),
                )
                self._tell(current, stranger[1], paragraph)
            elif current and self._same_row(at):
                self._tell(current, paragraph.text, paragraph)
            elif (theme := self._theme(at, paragraph, current)) or not current or _names_anew(paragraph.text):
                current = () if theme else self._prose(paragraph)
            else:
                self._tell(current, paragraph.text, paragraph)

    def _partners(self, codes: Iterable[str], paragraph: Paragraph) -> tuple[Partner, ...]:
        return tuple(self.by_code.setdefault(code, Partner(code, paragraph.first, paragraph.last)) for code in codes)

    def _tell(self, partners_: Iterable[Partner], text: str, paragraph: Paragraph) -> None:
        years = _YEARS.fullmatch(text.strip())
        for partner in partners_:
            partner.last = max(partner.last, paragraph.last)
            if years is not None:
                partner.years = (int(years[1]), int(years[2] or years[1]))
                continue
            partner.sentences += [sentence for sentence in sentences(text) if sentence not in partner.sentences]

    def _stranger(self, at: int, paragraph: Paragraph) -> tuple[str, str] | None:
        """A heading that looks like those with countries but names none: its name and what follows in the paragraph."""
        hit = _HEADED.match(paragraph.text)
        if hit is not None and hit["rest"] and self.inline and _is_name(hit["names"]):
            return hit["names"].strip(), hit["rest"].strip()
        after = self.found[at + 1] if at + 1 < len(self.found) else None
        followed = after is not None and self.headings[at + 1] is None and (after.bullet or after.ends)
        if self.alone and followed and not paragraph.bullet and not paragraph.ends and _is_name(paragraph.text):
            return paragraph.text, ""
        return None

    def _same_row(self, at: int) -> bool:
        """Is this a further cell of a row of a table?"""
        return at > 0 and self.found[at - 1].last == self.found[at].first

    def _theme(self, at: int, paragraph: Paragraph, current: tuple[Partner, ...]) -> bool:
        """A short line above the name of a country groups the countries; it is kept aside."""
        after = self.headings[at + 1] if at + 1 < len(self.found) else None
        short = len(paragraph.text.split()) <= 8 and not paragraph.ends and not paragraph.bullet
        told = all(partner.sentences for partner in current)
        if short and told and after is not None and not after.rest and self.alone > 1:
            self.aside.append(paragraph)
            return True
        return False

    def _prose(self, paragraph: Paragraph) -> tuple[Partner, ...]:
        """Without a heading, each sentence is about the countries it names, else about those of the sentence before."""
        if paragraph.text.endswith(":"):
            named = self._named(paragraph.text)
            if not named:
                self.aside.append(paragraph)
            return self._partners(named, paragraph)
        told: tuple[Partner, ...] = ()
        for sentence in sentences(paragraph.text):
            told = self._partners(self._named(sentence), paragraph) or told
            self._tell(told, sentence, paragraph)
            if not told:
                self.aside.append(Paragraph(sentence, paragraph.first, paragraph.last, sentence))
        return ()

    def _named(self, text: str) -> tuple[str, ...]:
        named = [country.iso3 for country, _, _, _ in countries.mentions(text) if country.iso3 != self.provider]
        return tuple(dict.fromkeys(named)) or regions_named(text)[:1]


def regions_named(text: str) -> tuple[str, ...]:
    """Regions whose names stand in a text, the longest names first; parts of a name that was found do not count."""
    folded, found = f" {' '.join(words(text))} ", []
    spelt = sorted(
        (
            (" ".join(words(name)), region.name)
            for region in countries.regions()
            for name in {*region.spellings, region.name}
        ),
        key=lambda pair: (-len(pair[0]), pair),
    )
    for name, region in spelt:
        if (len(name) > 5 or (name.isalpha() and re.search(rf"\b{name.upper()}\b", text))) and f" {name} " in folded:
            folded = folded.replace(f" {name} ", " | ")
            if region != countries.GLOBAL and region not in found:
                found.append(region)
    return tuple(found)


def _names_anew(text: str) -> bool:
    """An introduction that ends the partner before it."""
    return text.endswith(":") and len(text.split()) > 2


def _is_name(text: str) -> bool:
    """Does a heading look like the name of a country: a few words, each with a capital but for the small ones?"""
    found = re.findall(r"[^\W\d_]+", text)
    capitals = [word for word in found if word[:1].isupper()]
    return 1 <= len(found) <= 6 and len(capitals) >= 0.5 * len(found) and found[0] in capitals and len(text) < 60


def partners(found: Sequence[Paragraph], provider: str) -> tuple[list[Partner], list[Partner], list[Paragraph]]:
    """The partners of section 3, each once; those with a name we do not know; the paragraphs that name none."""
    gatherer = _Gatherer(found, provider)
    gatherer.gather()
    return list(gatherer.by_code.values()), list(gatherer.unknown.values()), gatherer.aside
