"""Judged collections and runs as files: the forms that retrieval research exchanges."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matchmaker.errors import FileRefused, UsageError
from matchmaker.files import atomic_write
from matchmaker.matches import Verdict
from matchmaker.matching.configurations import BUILT_IN, Configuration, configuration
from matchmaker.matching.evaluation import Judged, Judgment, Ranking
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.safetext import clean

RUN_NAME = "matchmaker"


def read_collection(folder: Path) -> Judged:
    """`corpus.jsonl` (id or _id, title, text), `queries.jsonl` (id or _id, text), `qrels.tsv` (query, document, grade).

    Raises FileRefused naming the file and line, and the way out.
    """
    documents = [
        Offering(_id(row, path), clean(str(row.get("title") or "")), clean(str(row.get("text") or "")), "")
        for row, path in _rows(folder / "corpus.jsonl")
    ]
    queries = [
        Request(_id(row, path), clean(str(row.get("text") or "")), language=row.get("language"))
        for row, path in _rows(folder / "queries.jsonl")
    ]
    return Judged(documents, queries, read_qrels(folder / "qrels.tsv"))


def read_qrels(path: Path) -> dict[str, dict[str, float]]:
    """Grades above zero by query and document; lines whose third cell is no number (a header) are passed over."""
    qrels: dict[str, dict[str, float]] = {}
    for line in _lines(path):
        cells = line.split("\t")
        try:
            grade = float(cells[2])
        except (IndexError, ValueError):
            continue
        if grade > 0:
            qrels.setdefault(cells[0], {})[cells[1]] = grade
    return qrels


def read_judgments(path: Path) -> dict[str, Judgment]:
    """The judgments that ship: by request, the verdict and the grades of offerings (by title) and partners."""
    try:
        given: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["judgments"]
        return {
            key: Judgment(Verdict(one["verdict"]) if one.get("verdict") else None, one["offerings"], one["partners"])
            for key, one in given.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused(f"{path} is damaged: {error!r}.", "Install Matchmaker again.") from error


def read_configuration(named: str) -> Configuration:
    """A built-in configuration of the matcher by its name, or one from a TOML file of recipe values.

    Raises UsageError for a name that is neither, or a file that is no configuration.
    """
    if named in BUILT_IN:
        return BUILT_IN[named]
    path = Path(named)
    try:
        with path.open("rb") as file:
            return configuration(path.name, tomllib.load(file))
    except FileNotFoundError as error:
        known = ", ".join(BUILT_IN)
        raise UsageError(f"{named} is neither a file nor a configuration we know.", f"There are {known}.") from error
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise FileRefused(f"{path} cannot be read: {told}.", 'Write lines such as "spelling = 0.5".') from error


def write_run(path: Path, run: Mapping[str, Ranking]) -> None:
    """Rankings in TREC run format: query, Q0, document, rank from 1, score, name."""
    with atomic_write(path, mode=0o644) as file:
        for query, ranking in run.items():
            for rank, (document, score) in enumerate(ranking, start=1):
                file.write(f"{query} Q0 {document} {rank} {score!r} {RUN_NAME}\n".encode())


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\n")
    except (OSError, UnicodeError) as error:
        told = getattr(error, "strerror", None) or "it is not UTF-8"
        raise FileRefused(
            f"{path} cannot be read: {told}.", "A collection holds corpus.jsonl, queries.jsonl and qrels.tsv."
        ) from error


def _rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FileRefused(f"{where} is not JSON.", "Each line must be one JSON object.") from error
        if not isinstance(row, dict):
            raise FileRefused(f"{where} is not a JSON object.", "Each line must be one JSON object.")
        yield row, where


def _id(row: Mapping[str, Any], where: str) -> str:
    value = row.get("_id", row.get("id"))
    if value is None or not str(value).strip() or len(str(value).split()) != 1:
        raise FileRefused(f"{where} has no usable id.", "Give `id` or `_id`, without spaces.")
    return str(value)
