"""Draft letters: four kinds in four languages, from templates, with what records say made harmless."""

import io
import re
from datetime import date
from pathlib import Path

import pytest

from matchmaker.errors import UsageError
from matchmaker.files import Source
from matchmaker.matches import Answer, Kind, Match, NeedAnswer, Reason, ReasonKind, Verdict
from matchmaker.requests import Need, Request
from matchmaker.triage.answers import LANGUAGES, Cited, Letter, draft, draft_docx, template_path
from tests.builders import a_request, an_experience, an_offering

TODAY = date(2026, 11, 24)


def a_match(**given: object) -> Match:
    defaults: dict[str, object] = {
        "rank": 1,
        "kind": Kind.OFFERING,
        "id": "test:assets",
        "score": 0.5,
        "reasons": (
            Reason(ReasonKind.TRANSLATION, "bienes", "assets", 0.3),
            Reason(ReasonKind.COUNTRY, "KEN", "KEN", 0.2),
        ),
        "title": "Course in asset management",
        "provider": "MEX",
        "types": ("Capacity-building",),
    }
    return Match(**{**defaults, **given})  # type: ignore[arg-type]


def an_answer(request: Request) -> Answer:
    needs = (
        NeedAnswer(Need("manage seized property"), Verdict.MATCH),
        NeedAnswer(Need("protect witnesses"), Verdict.NONE),
    )
    return Answer(
        "m", request.id, request.text, "en", "KEN", Verdict.PARTIAL, ("Which courts?",), ("witnesses",), needs
    )


def a_draft(letter: str, language: str | None = None, **given: object) -> str:
    request = given.pop("request", a_request(received_on=date(2026, 11, 2), body="Ethics Office"))
    assert isinstance(request, Request)
    defaults: dict[str, object] = {
        "offerings": [Cited(a_match(), an_offering(source=Source("g20", "answer.txt", "", "lines 27-31")))],
        "experience": [
            Cited(a_match(kind=Kind.EXPERIENCE, partner="LCA", activities=("Workshops on open data",)), an_experience())
        ],
    }
    return draft(letter, request, an_answer(request), language=language, today=TODAY, **{**defaults, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", list(Letter))
def test_each_letter_is_complete_in_each_language(letter: Letter, language: str) -> None:
    text = a_draft(letter, language)
    assert "R-1" in text
    assert "2026" in text
    assert "$" not in text
    assert "<!--" not in text
    assert {"en": "Kenya", "es": "Kenia", "fr": "Kenya", "pt": "Quênia"}[language] in text or "Quénia" in text


def test_the_language_is_that_of_the_request_unless_told() -> None:
    spanish = a_request(language="es")
    assert "Su solicitud" in a_draft("acknowledge", request=spanish)
    assert "Votre demande" in a_draft("acknowledge", "fr", request=spanish)
    assert "Your request" in a_draft("acknowledge", request=a_request(language="de"))


def test_a_proposal_cites_why_and_from_where() -> None:
    text = a_draft("propose", "es")
    assert "**Course in asset management** (México)" in text
    assert "Fortalecimiento de capacidades" in text
    assert "«bienes» – «assets»" in text
    assert "answer.txt, lines 27-31" in text
    assert "Santa Lucía" in text
    assert "protect witnesses" in text.split("## Sin respuesta")[1]
    assert "manage seized property" not in text.split("## Sin respuesta")[1]


def test_regret_names_the_gap_even_when_the_matcher_names_none() -> None:
    text = draft("regret", a_request(), None, today=TODAY)
    assert "- the request as a whole" in text


def test_questions_are_those_of_the_matcher_in_english_and_usual_ones_elsewhere() -> None:
    assert "1. Which courts?" in a_draft("clarify", "en")
    french = a_draft("clarify", "fr")
    assert "Which courts?" not in french
    assert "Quelle institution" in french


HOSTILE = (
    "![x](http://evil.example/p.png) <script>alert(1)</script> [a](b) \x1b]52;c;x\x07 | `code` **bold**\n# heading"
)


def test_records_cannot_write_markup_into_a_letter() -> None:
    text = a_draft(
        "propose",
        request=a_request(body=HOSTILE),
        offerings=[Cited(a_match(title=HOSTILE), an_offering(link=HOSTILE))],
        experience=[Cited(a_match(partner=HOSTILE, activities=(HOSTILE,)), an_experience())],
    )
    assert re.search(r"(?<!\\)!\[|(?<!\\)\]\(", text) is None
    assert re.search(r"(?<!\\)<script", text) is None
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\n# heading" not in text


def test_a_workspace_may_change_a_template(tmp_path: Path) -> None:
    (tmp_path / "acknowledge.en.md").write_text("Dear $body, $$5.\n$needs\n<!-- need -->\n* $need\n")
    assert template_path(Letter.ACKNOWLEDGE, "en", tmp_path).parent == tmp_path
    text = a_draft("acknowledge", "en", templates=tmp_path)
    assert text == "Dear Ethics Office, $5.\n* manage seized property\n* protect witnesses\n"
    assert "Su solicitud" in a_draft("acknowledge", "es", templates=tmp_path)


@pytest.mark.parametrize(
    ("written", "said"), [("Dear $nobody", "no field $nobody"), ("costs $ 5", "Invalid placeholder")]
)
def test_a_template_that_cannot_be_used_is_named(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "regret.en.md").write_text(written)
    with pytest.raises(UsageError) as caught:
        a_draft("regret", "en", templates=tmp_path)
    assert "regret.en.md" in caught.value.message
    assert said in caught.value.message
    assert caught.value.way_out


def test_a_template_is_never_code(tmp_path: Path) -> None:
    (tmp_path / "regret.en.md").write_text("{request.id} %(reference)s ${reference}")
    assert a_draft("regret", "en", templates=tmp_path) == "{request.id} %(reference)s R-1\n"


@pytest.mark.parametrize("wrong", [{"letter": "love"}, {"letter": "regret", "language": "xx"}])
def test_unknown_letters_and_languages_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"love|xx"):
        a_draft(**wrong)


def test_the_word_document_says_the_same() -> None:
    from docx import Document

    text = a_draft("propose", "en", request=a_request(body=HOSTILE))
    document = Document(io.BytesIO(draft_docx(text)))
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None]
    assert ("Heading 1", "Programmes for your request R-1") in styles
    assert any(name == "List Bullet" and "Course in asset management" in line for name, line in styles)
    bold = [run.text for p in document.paragraphs for run in p.runs if run.bold]
    assert "Course in asset management" in bold
    everything = "\n".join(p.text for p in document.paragraphs)
    assert "![x](http://evil.example/p.png)" in everything
    assert "\\" not in everything
    assert not document.part.rels or all(not rel.is_external for rel in document.part.rels.values())
