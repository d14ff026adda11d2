"""Whether an activity is an offering or experience: the stated rule, case by case, and how to overrule it."""

from datetime import date

import pytest

from matchmaker.exchange.assigning import EXPERIENCE, OFFERING, assigned, status_of

TODAY = date(2026, 11, 24)


def rule(**given: object) -> str | None:
    told: dict[str, object] = {
        "kind": "",
        "status": "",
        "started": None,
        "ended": None,
        "has_partner": True,
        "today": TODAY,
        "rules": {},
    }
    return assigned(**{**told, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"kind": "offering", "status": "Closed"}, OFFERING),
        ({"kind": "experience", "has_partner": False}, EXPERIENCE),
        ({"status": "Completed"}, EXPERIENCE),
        ({"status": "Implementation"}, EXPERIENCE),
        ({}, EXPERIENCE),
        ({"status": "Pipeline/identification"}, OFFERING),
        ({"status": "1"}, OFFERING),
        ({"status": "Proposal"}, OFFERING),
        ({"started": date(2027, 1, 1)}, OFFERING),
        ({"status": "Implementation", "started": date(2027, 1, 1)}, EXPERIENCE),
        ({"status": "Cancelled"}, EXPERIENCE),
        ({"has_partner": False}, OFFERING),
        ({"has_partner": False, "status": "Ongoing", "started": date(2010, 1, 1)}, OFFERING),
        ({"has_partner": False, "status": "Closed"}, None),
        ({"has_partner": False, "ended": date(2020, 1, 1)}, None),
        ({"has_partner": False, "started": date(2009, 1, 1)}, None),
        ({"has_partner": False, "started": date(2025, 1, 1)}, OFFERING),
        ({"status": "Closed", "rules": {"completed": "offering"}}, OFFERING),
        ({"status": "Closed", "rules": {"closed": "offering", "default": "experience"}}, OFFERING),
        ({"status": "Pipeline", "rules": {"default": "experience"}}, EXPERIENCE),
    ],
)
def test_the_rule(given: dict[str, object], kind: str | None) -> None:
    assert rule(**given) == kind


@pytest.mark.parametrize(
    ("status", "cells"),
    [
        ("planned", ["Pipeline", "En préparation", "Propuesto", "Previsto", "1", "Not yet started"]),
        ("ongoing", ["Implementation", "En ejecución", "En cours", "Em execução", "2", "Active"]),
        ("completed", ["Closed", "Concluído", "Finalizado", "Clôturé", "4", "3.0", "Realized"]),
        ("cancelled", ["Cancelled", "Anulado", "5"]),
        ("suspended", ["Suspended", "Suspendido", "6"]),
        ("", ["", "unclear words", "77"]),
    ],
)
def test_states_are_read_in_four_languages(status: str, cells: list[str]) -> None:
    for cell in cells:
        assert status_of(cell) == status, cell
