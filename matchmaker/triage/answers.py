"""Answers: drafts of letters to who asked, from templates a workspace can change.

A template is Markdown with `$fields`. After the letter, lines such as `<!-- offering -->` open the pattern for one
entry of a list. What comes from records is escaped, so that no title turns into a link or a heading.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from string import Template

from matchmaker import countries
from matchmaker.errors import UsageError
from matchmaker.experience import Experience
from matchmaker.matches import Answer, Match, ReasonKind
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.safetext import escaped_markdown, visible
from matchmaker.settings import shipped_data
from matchmaker.taxonomy import TYPES

LANGUAGES = ("en", "es", "fr", "pt")
_FOLDER = "templates"
_PART = re.compile(r"^<!--\s*([a-z ]+?)\s*-->\s*$", re.MULTILINE)
_MOST_WORDS = 6


class Letter(StrEnum):
    """The letters there are."""

    ACKNOWLEDGE = "acknowledge"
    CLARIFY = "clarify"
    PROPOSE = "propose"
    REGRET = "regret"


_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_TYPES = {
    "es": ("Asistencia legislativa", "Fortalecimiento institucional", "Formulación de políticas",
           "Fortalecimiento de capacidades", "Investigación, recopilación y análisis de datos",
           "Facilitación de la cooperación internacional", "Otros"),
    "fr": ("Assistance législative", "Renforcement institutionnel", "Élaboration de politiques",
           "Renforcement des capacités", "Recherche, collecte et analyse de données",
           "Facilitation de la coopération internationale", "Autres"),
    "pt": ("Assistência legislativa", "Reforço institucional", "Formulação de políticas", "Reforço de capacidades",
           "Investigação, recolha e análise de dados", "Facilitação da cooperação internacional", "Outros"),
}  # fmt: skip
_UNSTATED = {"en": "not stated", "es": "sin indicar", "fr": "non précisé", "pt": "não indicado"}
_WHOLE = {
    "en": "the request as a whole",
    "es": "la solicitud en su conjunto",
    "fr": "la demande dans son ensemble",
    "pt": "o pedido no seu conjunto",
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A match with the record behind it, so that a letter can say where it stands."""

    match: Match
    record: Offering | Experience


def language_for(request: Request, language: str | None = None) -> str:
    """The language of a letter: as told, else the request's where we have templates for it, else English."""
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"There are no letters in {language!r}.", f"Languages are: {', '.join(LANGUAGES)}.")
    return language or (request.language if request.language in LANGUAGES else "en")


def draft(
    letter: Letter | str,
    request: Request,
    answer: Answer | None = None,
    *,
    offerings: Sequence[Cited] = (),
    experience: Sequence[Cited] = (),
    language: str | None = None,
    templates: Path | None = None,
    today: date,
    signature: str = "",
    answer_days: int = 5,
) -> str:
    """A letter about a request in Markdown. `templates` is a folder whose files go before those that ship.

    Raises UsageError for a letter or language there is none of, and for a template that cannot be used, named.
    """
    if letter not in set(Letter):
        raise UsageError(f"There is no letter {str(letter)!r}.", f"Letters are: {', '.join(Letter)}.")
    spoken = language_for(request, language)
    path, parts = _template(Letter(letter), spoken, templates)
    facts = _facts(request, spoken, today, signature, answer_days)
    needs = [need.need.text for need in answer.needs] if answer is not None else []
    lists = {
        "needs": ("need", [{"need": _said(need)} for need in needs or [request.text]]),
        "questions": ("question", [{"question": _said(text)} for text in _questions(request, answer, spoken, parts)]),
        "offerings": ("offering", [_offering(cited, spoken) for cited in offerings]),
        "experience": ("experience", [_experience(cited, spoken) for cited in experience]),
        "missing": ("missing", [{"gap": _said(gap)} for gap in _gaps(answer, spoken, letter == Letter.REGRET)]),
    }
    for name, (part, entries) in lists.items():
        facts[name] = _listed(path, parts, part, entries) if f"${name}" in parts[""] else ""
    text = _filled(path, parts[""], facts)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def draft_docx(markdown: str) -> bytes:
    """A letter as a Word document."""
    from matchmaker.triage.answers_word import docx_of

    return docx_of(markdown)


# -- templates --------------------------------------------------------------------------------------------------------
def template_path(letter: Letter, language: str, templates: Path | None) -> Path:
    """The file of a template: the workspace's own where it has one, else the one that ships."""
    name = f"{letter.value}.{language}.md"
    own = templates / name if templates is not None else None
    return own if own is not None and own.is_file() else shipped_data() / _FOLDER / name


def _template(letter: Letter, language: str, templates: Path | None) -> tuple[Path, dict[str, str]]:
    """The parts of a template by name; the letter itself is the part ""."""
    path = template_path(letter, language, templates)
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The template {path} cannot be read: {error}", "Mend it, or remove it to use the one that ships."
        ) from error
    pieces = _PART.split(text)
    return path, {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}


def _filled(path: Path, pattern: str, facts: Mapping[str, str]) -> str:
    try:
        return Template(pattern).substitute(facts)
    except KeyError as error:
        known = ", ".join(f"${name}" for name in sorted(facts))
        raise UsageError(f"{path}: there is no field ${error.args[0]}.", f"Fields here are: {known}.") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}", "Write a dollar sign as $$.") from error


def _listed(path: Path, parts: Mapping[str, str], part: str, entries: Iterable[Mapping[str, str]]) -> str:
    pattern = parts.get(part, "").strip("\n")
    lines = [_filled(path, pattern, entry) for entry in entries]
    return "\n".join(lines) if lines and pattern else parts.get("none", "").strip("\n")


# -- facts ------------------------------------------------------------------------------------------------------------
def _said(text: str) -> str:
    """Text of a record, on one line, harmless in Markdown and in a terminal."""
    return escaped_markdown(" ".join(visible(text).split()))


def _day(value: date | None, language: str) -> str:
    if value is None:
        return _UNSTATED[language]
    month = _MONTHS[language].split()[value.month - 1]
    return (
        f"{value.day} de {month} de {value.year}" if language in ("es", "pt") else f"{value.day} {month} {value.year}"
    )


def _place(code: str | None, language: str) -> str:
    country = countries.by_code(code) if code else None
    return country.name(language) if country is not None else code or _UNSTATED[language]


def _facts(request: Request, language: str, today: date, signature: str, answer_days: int) -> dict[str, str]:
    return {
        "reference": _said(request.id),
        "country": _said(_place(request.country, language)),
        "body": _said(request.body) or _UNSTATED[language],
        "received_on": _day(request.received_on, language),
        "today": _day(today, language),
        "signature": escaped_markdown(visible(signature)),
        "answer_days": str(answer_days),
    }


def _types(types: Sequence[str], language: str) -> str:
    names = dict(zip(TYPES, _TYPES.get(language, TYPES), strict=True))
    return "; ".join(names.get(name, name) for name in types) or _UNSTATED[language]


def _why(match: Match) -> str:
    """The words on both sides that count most, each pair once."""
    pairs: dict[str, None] = {}
    for reason in sorted(match.reasons, key=lambda reason: -reason.share):
        if reason.kind in (ReasonKind.TERM, ReasonKind.TRANSLATION, ReasonKind.EXPANSION, ReasonKind.SPELLING):
            same = reason.request.casefold() == reason.item.casefold()
            pairs[f"«{reason.item}»" if same or not reason.request else f"«{reason.request}» – «{reason.item}»"] = None
    return ", ".join(list(pairs)[:_MOST_WORDS])


def _source(record: Offering | Experience, language: str) -> str:
    source = record.source
    if source is None:
        return record.link or _UNSTATED[language]
    return ", ".join(part for part in (source.file or source.name, source.place, record.link) if part)


def _offering(cited: Cited, language: str) -> dict[str, str]:
    match, record = cited.match, cited.record
    return {
        "title": _said(match.title),
        "provider": _said(_place(match.provider, language)),
        "types": _said(_types(match.types, language)),
        "why": _said(_why(match)) or _UNSTATED[language],
        "source": _said(_source(record, language)),
        "link": _said(record.link),
        "institution": _said(record.institution),
    }


def _experience(cited: Cited, language: str) -> dict[str, str]:
    match, record = cited.match, cited.record
    activity = next(iter(match.activities), match.title)
    ended = activity if activity.endswith((".", "!", "?", "…")) else f"{activity}."
    return {
        "partner": _said(_place(match.partner, language)),
        "provider": _said(_place(match.provider, language)),
        "activity": _said(ended),
        "why": _said(_why(match)) or _UNSTATED[language],
        "source": _said(_source(record, language)),
        "link": _said(record.link),
    }


def _questions(request: Request, answer: Answer | None, language: str, parts: Mapping[str, str]) -> list[str]:
    """What to ask: as the matcher put it where the letter is in English, else the usual questions of the template."""
    asked = list(answer.clarify) if answer is not None and language == "en" else []
    return asked or [line.strip() for line in parts.get("usual questions", "").splitlines() if line.strip()]


def _gaps(answer: Answer | None, language: str, always: bool) -> list[str]:
    """The needs nothing answers, in the words of the request, and the words nothing on offer has."""
    if answer is None:
        return [_WHOLE[language]] if always else []
    gaps = [need.need.text for need in answer.needs if need.verdict.value in ("none", "clarify")]
    words = ", ".join(answer.missing)
    return gaps or ([words] if words else []) or ([answer.text or _WHOLE[language]] if always else [])
