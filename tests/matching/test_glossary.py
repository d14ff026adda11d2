"""Ideas found in texts, in four languages and by acronym; the file's form."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaker.errors import FileRefused
from matchmaker.matches import ReasonKind, Verdict
from matchmaker.matching.analysis import analyse
from matchmaker.matching.glossary import OWN, Glossary, Idea
from matchmaker.matching.matcher import Matcher
from matchmaker.requests import Request
from matchmaker.workspace import Workspace
from tests.builders import an_offering
from tests.matching.catalogue import Records, glossary


def names_in(text: str, language: str) -> set[str]:
    found = analyse(text, glossary(), declared=language)
    return {glossary().ideas[hit.idea].id for hit in found.found}


@pytest.mark.parametrize(
    ("text", "language", "idea"),
    [
        ("We want to adopt open contracting.", "en", "open-contracting"),
        ("Adoptar la contratación abierta", "es", "open-contracting"),
        ("La passation ouverte des marchés", "fr", "open-contracting"),
        ("Adotar a contratação aberta", "pt", "open-contracting"),
        ("conforme al EDCA", "es", "open-contracting-data-standard"),
        ("suivi de l'ODD 16", "fr", "sustainable-development-goal-16"),
        ("seguimiento del ODS 16", "es", "sustainable-development-goal-16"),
        ("our next NAP of open government", "en", "national-action-plan"),
        ("the oas model law", "en", "organization-of-american-states"),
        ("notre nap", "fr", "national-action-plan"),
    ],
)
def test_an_idea_is_found_in_any_language(text: str, language: str, idea: str) -> None:
    assert idea in names_in(text, language)


@pytest.mark.parametrize("spell", [str.lower, str.upper, str.title])
def test_an_acronym_that_is_a_word_counts_only_beside_a_topic_in_any_case(spell: Callable[[str], str]) -> None:
    assert "national-action-plan" not in names_in(spell("we took a nap after lunch today"), "en")
    assert "national-action-plan" in names_in(spell("a nap with the open government partnership"), "en")


def test_company_stands_near_by() -> None:
    far = "the open government partnership met and heard about many other things of great concern before the nap"
    assert "national-action-plan" not in names_in(far, "en")


@pytest.mark.parametrize(
    ("text", "language", "idea"),
    [
        ("un portail open data", "fr", "open-data"),
        ("un curso de asset management para el equipo", "es", "management-of-seized-assets"),
        ("formação sobre conflict of interest", "pt", "conflict-of-interest"),
    ],
)
def test_a_phrase_borrowed_from_another_language_is_found(text: str, language: str, idea: str) -> None:
    assert idea in names_in(text, language)
    assert names_in("un portail de data", "fr").isdisjoint({"open-data"})


def test_its_own_idea_is_no_company_for_an_acronym() -> None:
    words = Glossary((Idea("a", "topic", {}, ("NAP!",)), Idea("b", "word", {"en": ("plan",)})))
    assert words.find(["nap", "nap", "plan"], "en") == words.find(["plan"] * 3, "en")[2:]


def test_two_letters_need_company_marked_or_not() -> None:
    words = Glossary((Idea("a", "topic", {}, ("QX",)), Idea("b", "topic", {"en": ("port",)})))
    assert words.find(["qx"], "en") == []
    assert {found.idea for found in words.find(["qx", "port"], "en")} == {0, 1}


def test_the_glossary_is_large_and_names_are_its_own() -> None:
    assert len(glossary().ideas) >= 300
    assert len(glossary().number) == len(glossary().ideas)


def test_an_own_entry_adds_to_a_shipped_one(tmp_path: Path) -> None:
    first = tmp_path / "a.tsv"
    first.write_text("id\tkind\ten\tes\nopen-data\ttopic\topen data\tdatos abiertos\n", encoding="utf-8")
    second = tmp_path / "b.tsv"
    second.write_text("id\tkind\ten\nopen-data\ttopic\tfree figures\n", encoding="utf-8")
    both = Glossary.load(first, second, tmp_path / "missing.tsv")
    assert both.ideas[0].forms["en"] == ("open data", "free figures")
    assert both.digest != Glossary.load(first).digest


def test_an_entry_without_a_form_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_text("id\tkind\ten\nempty\ttopic\t\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="line 2"):
        Glossary.load(path)


def test_an_idea_has_a_name_in_any_language() -> None:
    idea = Idea("x", "topic", {"es": ("bienes",)}, ("AB!",))
    assert idea.name("fr") == "bienes"
    assert Idea("y", "topic", {}, ("AB!",)).name() == "AB"


ACRONYMS = [("OCDS", "open contracting data standard"), ("ODS 16", "sustainable development goal 16")]


@pytest.mark.parametrize(("acronym", "words"), ACRONYMS)
def test_an_acronym_and_its_words_are_one_idea(acronym: str, words: str) -> None:
    assert names_in(f"We work on {acronym} now", "en") & names_in(f"We work on the {words} now", "en")


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("Adoption of the OCDS", "Adoption of the open contracting data standard"),
        ("Adoption of the open contracting data standard", "Adoption of the OCDS"),
    ],
)
def test_a_match_by_acronym_says_that_it_is_one(asked: str, offered: str) -> None:
    items = (
        an_offering(id="t:data", title="Data", text=f"{offered}."),
        an_offering(id="t:bees", title="Bees", text="Hives and honey."),
    )
    answer = Matcher.fit(items, (), glossary()).answer(Request("", asked, language="en"), Records(items, ()))
    assert answer.offerings[0].id == "t:data"
    reasons = [reason for reason in answer.offerings[0].reasons if reason.kind is ReasonKind.EXPANSION]
    assert [(reason.request, reason.item) for reason in reasons if "OCDS" in (reason.request, reason.item)]
    assert all(reason.share > 0 for reason in reasons)


def test_words_that_a_workspace_adds_find_what_the_shipped_ones_do_not(tmp_path: Path) -> None:
    asked = Request("", "We want the XQZT for our ministry", language="en")
    with Workspace.open(tmp_path / "w") as workspace:
        before, model = workspace.match(asked), workspace.model_id()
    own = tmp_path / "w" / "data" / OWN
    own.parent.mkdir(exist_ok=True)
    own.write_text("id\tkind\ten\tacronyms\nopen-contracting\ttopic\t\tXQZT\n", encoding="utf-8")
    with Workspace.open(tmp_path / "w") as workspace:
        after = workspace.match(asked)
        assert workspace.model_id() != model
    assert after.verdict is Verdict.MATCH
    assert after.offerings[0].title.startswith("Open Contracting")
    assert "XQZT" in {reason.request for reason in after.offerings[0].reasons}
    assert before.verdict is not Verdict.MATCH
