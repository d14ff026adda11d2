"""What a word of a request is linked to: itself, its translations, its family, words spelt alike."""

from matchmaker.matches import Reason, ReasonKind
from tests.builders import a_request
from tests.matching.catalogue import matcher


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
