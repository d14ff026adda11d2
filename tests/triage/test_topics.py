"""Topics of texts: by words in four languages and by article, and the same as searching for every pattern."""

import json
import re

import pytest

from matchmaker.settings import shipped_data
from matchmaker.taxonomy import articles_in, folded
from matchmaker.triage import topics as module
from matchmaker.triage.topics import topics, topics_in, topics_of_articles
from tests.shared import SHARED, needs_shared


def test_topics() -> None:
    assert topics_of_articles([57, 9]) == ("Procurement and public finance", "Asset recovery")
    covered = {number for topic in topics() for number in topic.articles}
    assert covered == set(range(5, 63))
    assert "Open data" in topics_in("Un portal de datos abiertos")
    assert "SDG 16" in topics_in("suivi de l'ODD 16")
    assert topics_in("vaccine refrigerators") == ()


def plainly(text: str) -> tuple[str, ...]:
    """What `topics_in` must say, without its short cuts."""
    cited = set(articles_in(text))
    return tuple(
        topic.name
        for topic in topics()
        if re.search(rf"\b(?:{topic.pattern})\b", folded(text)) or cited.intersection(topic.articles)
    )


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_every_wording_of_a_topic_is_found_within_a_text(topic: module.Topic) -> None:
    for phrase in module._spelled(topic.pattern):
        words = phrase.replace("*", "ing")
        assert re.fullmatch(topic.pattern, words), "the pattern uses a sign that spelling out does not know"
        assert topic.name in topics_in(f"We ask for help: {words.upper()}, as soon as possible.")


def test_shipped_texts_have_the_topics_of_a_plain_search() -> None:
    files = [path.read_text(encoding="utf-8") for path in sorted(shipped_data().glob("*.json"))]
    texts = [line for file in files for line in file.splitlines()]
    assert [topics_in(text) for text in texts] == [plainly(text) for text in texts]
    assert len({topics_in(text) for text in texts}) > 10


@needs_shared
def test_judged_requests_have_the_topics_of_a_plain_search() -> None:
    judged = json.loads((SHARED / "domain" / "requests_dev.json").read_text(encoding="utf-8"))["requests"]
    texts = [entry["text"] for entry in judged]
    assert [topics_in(text) for text in texts] == [plainly(text) for text in texts]
