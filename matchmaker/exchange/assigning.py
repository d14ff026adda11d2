"""Assigning: whether an activity in an export is on offer now or experience already gained.

The rule, in this order:

1. What was said for all rows (`--as`), else a column `kind`, else a profile that says so, decides.
2. An activity for a named country or region that has begun, or of which nothing says that it has not, is experience:
   assistance that was given, with its partner.
3. One that is only planned (pipeline, identification, proposal) is an offering, open to the country it is planned for.
4. One without a country is an offering, open to all, unless it is over: then nobody can tell with whom the
   experience was gained, and the row is rejected.

Cancelled and suspended activities follow the same rule and keep their status.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

OFFERING, EXPERIENCE = "offering", "experience"
KINDS = (OFFERING, EXPERIENCE)
ALL = "all"
PLANNED, ONGOING, COMPLETED, SUSPENDED, CANCELLED = "planned", "ongoing", "completed", "suspended", "cancelled"
LONG_AGO = 5
"""Years after its start from which an activity without status or end counts as over."""
_CODES = {"1": PLANNED, "2": ONGOING, "3": COMPLETED, "4": COMPLETED, "5": CANCELLED, "6": SUSPENDED}
_WORDS = (
    (CANCELLED, r"cancel|annul|anulad|rejected|dropped|terminated early"),
    (SUSPENDED, r"suspen|on hold|paus|parad[oa]|detenid"),
    (PLANNED, r"pipeline|identif|propos|plan|formul|pr[ée]par|not (?:yet )?started|future|a iniciar|por iniciar|"
              r"propuest|previst|"
              r"pr[ée]vu|non d[ée]marr|n[oã]o? iniciad|sin iniciar|concept|appraisal|"
              r"negocia|en gestion|programad|em negocia|draft|планир|предлаг|مخطط|مقترح|计划|拟"),
    (COMPLETED, r"complet|clos|finish|finali|conclu|termin|realiz|realis|achev|clôt|clot|ended|executed|ejecutado|"
                r"executado|"
                r"cerrad|encerrad|past|inactive|done|cl[ôo]tur[ée]|заверш|законч|закрыт|выполнен|منجز|مكتمل|منته|已完成|完成|结束"),
    (ONGOING, r"implement|ongoing|on-going|active|activ[oa]|running|en cours|ejecuci|ex[ée]cu|curso|current|"
              r"in progress|started|"
              r"vigent|andamento|live|open|approved|signed|committed|aprobad|aprovad|"
              r"operational|в процесс|реализ|выполняет|действу|исполня|جار|قيد|进行|实施|执行|在建"),
)  # fmt: skip


@lru_cache(maxsize=5_000)
def status_of(cell: str) -> str:
    """Planned, ongoing, completed, suspended or cancelled, from words in four languages or a code of IATI; else ""."""
    text = cell.strip().casefold()[:80]
    if text.removesuffix(".0") in _CODES:
        return _CODES[text.removesuffix(".0")]
    for status, pattern in _WORDS:
        if re.search(rf"\b(?:{pattern})", text):
            return status
    return ""


def assigned(
    *,
    kind: str,
    status: str,
    started: date | None,
    ended: date | None,
    has_partner: bool,
    today: date,
    rules: Mapping[str, str],
) -> str | None:
    """Offering or experience by the rule above; None for an activity that is over and names no partner.

    `status` is the cell as given; `rules` are a profile's, by word of the status, under "default" for the rest, and
    under "all" for every row whatever it says.
    """
    if rules.get(ALL) in KINDS:
        return rules[ALL]
    if kind in KINDS:
        return kind
    for word in (status.strip().casefold(), status_of(status), "default"):
        if word and rules.get(word) in KINDS:
            return rules[word]
    known = status_of(status)
    planned = known == PLANNED or (not known and started is not None and started > today)
    if has_partner:
        return OFFERING if planned else EXPERIENCE
    last = ended or (date(min(started.year + LONG_AGO, 9_000), 1, 1) if started else None)
    over = known == COMPLETED or (not known and last is not None and last < today)
    return None if over else OFFERING
