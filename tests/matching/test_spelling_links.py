"""What a word of a request is linked to: itself, its translations, its family, words spelt alike."""

from matchmaker.matches import Reason, ReasonKind
from matchmaker.matching.glossary import MARK
from matchmaker.matching.matcher import Matcher
from tests.builders import a_request, an_offering
from tests.matching.catalogue import Records, glossary, matcher


def reasons(text: str, language: str) -> dict[str, list[Reason]]:
    fitted, records = matcher()
    best = fitted.answer(a_request(text=text, language=language, types=()), records).offerings[0]
    found: dict[str, list[Reason]] = {}
    for reason in best.reasons:
        found.setdefault(reason.request.lower(), []).append(reason)
    return found


def test_a_translation_is_said_to_be_one() -> None:
    found = reasons("datos abiertos", "es")
    kinds = {reason.kind for rows in found.values() for reason in rows}
    assert ReasonKind.TRANSLATION in kinds
    assert any("data" in reason.item.lower() for rows in found.values() for reason in rows)


def test_a_typo_is_said_to_be_spelt_alike() -> None:
    kinds = {reason.kind for reason in reasons("open contractng of public works", "en")["contractng"]}
    assert kinds == {ReasonKind.SPELLING}


def test_an_acronym_is_an_expansion() -> None:
    rows = reasons("EDCA", "es").get("edca", [])
    assert {ReasonKind.EXPANSION, ReasonKind.TERM} & {reason.kind for reason in rows}


def test_an_idea_outside_the_fields_shown_is_said_in_words() -> None:
    offering = an_offering(id="p:1", title="Open data", text="A portal.", other_type="monitoring of commitments")
    fitted = Matcher.fit([offering], [], glossary())
    asked = a_request(text="acompanhamento de dados abertos", language="pt", types=())
    said = [reason.item for reason in fitted.answer(asked, Records([offering], [])).offerings[0].reasons]
    assert "monitor" in said
    assert not any(MARK in words for words in said)
