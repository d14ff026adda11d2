"""The shipped requests and their judgments agree with each other and with the catalogue."""

import json
from collections import Counter
from datetime import date
from typing import Any

from matchmaker import countries, taxonomy
from matchmaker.requests import CHANNELS, Urgency
from matchmaker.settings import shipped_data


def requests() -> list[dict[str, Any]]:
    text = (shipped_data() / "requests.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def judgments() -> dict[str, Any]:
    judged: dict[str, Any] = json.loads((shipped_data() / "judgments.json").read_text(encoding="utf-8"))["judgments"]
    return judged


def test_requests_are_complete_and_plausible() -> None:
    shipped = requests()
    assert len(shipped) >= 60
    assert len({request["id"] for request in shipped}) == len(shipped)
    assert len({request["text"] for request in shipped}) == len(shipped)
    for request in shipped:
        assert countries.by_code(request["country"]), request["id"]
        assert request["channel"] in CHANNELS
        assert set(request["types"]) <= set(taxonomy.TYPES)
        assert Urgency(request["urgency"])
        assert date(2026, 9, 1) < date.fromisoformat(request["received_on"]) < date(2026, 11, 24)


def test_languages_and_verdicts_are_balanced() -> None:
    languages = Counter(request["language"] for request in requests())
    assert set(languages) == {"en", "es", "fr", "pt"}
    assert min(languages.values()) >= 0.8 * max(languages.values())
    verdicts = Counter(judged["verdict"] for judged in judgments().values())
    assert set(verdicts) == {"match", "partial", "clarify", "none"}
    assert min(verdicts.values()) >= 15
    shown = Counter(request["language"] for request in requests() if request.get("sample"))
    assert 24 <= sum(shown.values()) <= 40
    assert min(shown.values()) >= 6


def test_judgments_fit_the_catalogue() -> None:
    shipped = json.loads((shipped_data() / "catalogue.json").read_text(encoding="utf-8"))
    titles = {offering["title"] for offering in shipped["offerings"]}
    partners = {record["partner"] for record in shipped["experience"]}
    judged = judgments()
    assert set(judged) == {request["id"] for request in requests()}
    for given in judged.values():
        assert set(given["offerings"]) <= titles
        assert set(given["partners"]) <= partners
        assert all(0.5 <= grade <= 2 for grade in (*given["offerings"].values(), *given["partners"].values()))
        answered = given["verdict"] in ("match", "partial")
        assert bool(given["offerings"]) == answered
    texts = {request["id"]: request["text"] for request in requests()}
    for id_, given in judged.items():
        needs = given.get("need_judgments", [])
        assert all(need["text"] in texts[id_] for need in needs)
        assert not needs or given["needs"] == len(needs)
        verdicts = {need["verdict"] for need in needs}
        assert given["verdict"] != "partial" or verdicts == {"match", "none"}
