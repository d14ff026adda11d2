"""Requests from tables and JSON: every field in its place, other columns carried through, what is unclear rejected."""

from datetime import date
from pathlib import Path

import pytest

from matchmaker.requests import Request, State, Urgency
from tests.exchange.files import csv_text, json_lines, outcomes, written, xlsx


def request_row(number: int = 1, **given: str) -> dict[str, str]:
    return {"id": f"R{number}", "text": f"Please train our auditors, number {number}.", "country": "Kenya", **given}


def read(path: Path) -> list[Request]:
    records = [draft.record for draft in outcomes(path, kind="requests").drafts]
    assert all(isinstance(record, Request) for record in records)
    return records  # type: ignore[return-value]


HEADER = (
    "id",
    "text",
    "country",
    "language",
    "types",
    "received_on",
    "channel",
    "body",
    "contact",
    "urgency",
    "due_on",
    "languages_of_work",
    "delivery",
    "confidential",
    "state",
    "owner",
    "notes",
    "district",
)
FULL = request_row(
    language="Spanish",
    types="Capacity-building;Policymaking",
    received_on="2026-11-01",
    channel="E-mail",
    body="Ministry of Justice",
    contact="unit@example.org",
    urgency="High",
    due_on="2026-12-01",
    languages_of_work="es; French",
    delivery="Online",
    confidential="yes",
    state="screening",
    owner="Ana",
    notes="By hand.",
    district="North",
)


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "semicolon.csv"])
def test_every_field_finds_its_place(tmp_path: Path, form: str) -> None:
    if form == "xlsx":
        path = xlsx(tmp_path, {"S": [list(HEADER), [FULL[name] for name in HEADER]]})
    elif form == "jsonl":
        path = written(
            tmp_path, json_lines([{**FULL, "types": ["Capacity-building", "Policymaking"]}]), "requests.jsonl"
        )
    else:
        path = written(tmp_path, csv_text([FULL], HEADER, ";" if "semicolon" in form else ","))
    (record,) = read(path)
    assert (record.id, record.text, record.country, record.language) == ("R1", FULL["text"], "KEN", "es")
    assert record.types == ("Capacity-building", "Policymaking")
    assert (record.received_on, record.due_on) == (date(2026, 11, 1), date(2026, 12, 1))
    assert (record.channel, record.body, record.contact) == ("e-mail", "Ministry of Justice", "unit@example.org")
    assert (record.urgency, record.delivery, record.confidential) == (Urgency.URGENT, "online", True)
    assert (record.languages_of_work, record.state, record.owner) == (("es", "fr"), State.SCREENING, "Ana")
    assert outcomes(path, kind="requests").drafts[0].raw["district"] == "North"


def test_headers_may_be_in_other_languages(tmp_path: Path) -> None:
    header = ("Referencia", "Solicitud", "País", "Idioma", "Fecha de recepción")
    row = dict(zip(header, ("S-1", "Solicitamos capacitación.", "Perú", "español", "13/10/2026"), strict=True))
    (record,) = read(written(tmp_path, csv_text([row], header)))
    assert (record.id, record.country, record.language, record.received_on) == ("S-1", "PER", "es", date(2026, 10, 13))


def test_a_country_that_is_not_clear_is_asked_about(tmp_path: Path) -> None:
    rows = [
        request_row(1, country="Congo"),
        request_row(2, country="Kenia"),
        request_row(3, country=""),
        request_row(4, country="NA"),
    ]
    found = outcomes(
        written(tmp_path, csv_text(rows, ("id", "text", "country"))), kind="requests", default_country="GHA"
    )
    assert [(problem.field, problem.value) for problem in found.problems] == [("country", "Congo")]
    assert "COD" in found.problems[0].fix
    assert [draft.record.country for draft in found.drafts] == ["KEN", "GHA", "NAM"]


def test_dates_and_texts_that_are_none_are_rejected(tmp_path: Path) -> None:
    rows = [request_row(1, received_on="yesterday"), request_row(2, text=" "), request_row(3, received_on="2026-02-03")]
    found = outcomes(written(tmp_path, csv_text(rows, ("id", "text", "country", "received_on"))), kind="requests")
    assert [problem.field for problem in found.problems] == ["received_on", "text"]
    assert [draft.key for draft in found.drafts] == ["R3"]


def test_a_file_of_texts_alone_is_enough(tmp_path: Path) -> None:
    found = outcomes(
        written(tmp_path, "text\r\nPlease help us publish contracts.\r\nNous demandons une formation.\r\n"),
        kind="requests",
    )
    assert [draft.record.id for draft in found.drafts] == ["", ""]
    assert len({draft.key for draft in found.drafts}) == 2


def test_text_is_kept_as_received(tmp_path: Path) -> None:
    text = "Dear colleagues,\n\n1. Train our judges.\n2. Publish budgets; please."
    (record,) = read(written(tmp_path, csv_text([request_row(text=text)], ("id", "text"))))
    assert record.text == text


def test_a_table_without_requests_is_refused(tmp_path: Path) -> None:
    from matchmaker.errors import FileRefused

    with pytest.raises(FileRefused, match="needed are missing"):
        outcomes(written(tmp_path, "id,country\r\n1,Kenya\r\n"), kind="requests")
