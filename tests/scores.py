"""How right the rankings are, beside what a user would pick instead: `python -m tests.scores [--write] [--shared DIR]`.

Scores the installed `matchmaker` command on the judgments that ship and, where the reference material is present, with
its scoring scripts, which compute every figure from the command's output and not from its own report.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.marked import write_part

COMMAND = f"{sys.executable} -m matchmaker"

REQUEST_PEERS = (
    ("`TfidfVectorizer()`", "0.48", "0.42", "0.61", ""),
    ("BM25 with stems", "0.60", "0.62", "0.67", ""),
    ("character n-grams", "0.71", "0.58", "0.79", ""),
    ("MiniLM sentence embeddings", "0.67", "0.52", "0.71", ""),
    ("a second human judge", "0.88", "", "0.98", ""),
)
REVIEWER_PEERS = (
    ("`TfidfVectorizer()`", "0.308", ""),
    ("TPMS", "0.281", ""),
    ("SPECTER (neural)", "0.272", ""),
    ("BM25", "0.250", ""),
    ("SPECTER+MFR (neural)", "0.238", ""),
)


def scored(script: Path, *options: str) -> dict[str, Any]:
    """What a scoring script says of the installed command."""
    done = subprocess.run(
        [sys.executable, str(script), "--command", COMMAND, "--json", *options],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def requests_table(said: dict[str, Any]) -> str:
    languages = ", ".join(f"{k} {v:.2f}" for k, v in said["offerings_ndcg@3_by_language"].items())
    ours = tuple(
        f"**{said[k]:.2f}**"
        for k in ("offerings_ndcg@3", "offerings_p@1", "partners_ndcg@5", "verdict_balanced_accuracy")
    )
    head = (
        f"{said['requests']} judged requests",
        "offerings nDCG@3",
        "first offering right",
        "partners nDCG@5",
        "verdict, balanced accuracy",
    )
    return table(head, [("**Matchmaker**", *ours), *REQUEST_PEERS]) + f"\nOfferings nDCG@3 by language: {languages}.\n"


def collections_table(said: dict[str, Any]) -> str:
    peers = ("tfidf_default", "bm25", "char_wb", "minilm")
    rows = [
        (name, f"**{row['ndcg@10']:.3f}**", *(f"{row[peer]:.3f}" for peer in peers), f"{row['ratio_to_best']:.2f}")
        for name, row in said.items()
        if name != "mean"
    ]
    mean = said["mean"]
    ratio = mean["ndcg@10"] / mean["best_per_collection"]
    rows.append(("mean", f"**{mean['ndcg@10']:.3f}**", "", "", "", "", f"{ratio:.2f}"))
    return table(
        ("nDCG@10", "Matchmaker", "`TfidfVectorizer()`", "BM25", "character n-grams", "MiniLM", "ratio to the best"),
        rows,
    )


def reviewers_table(said: dict[str, Any]) -> str:
    ours = ("**Matchmaker**", f"**{said['weighted_loss']:.3f}**", f"{said['pair_accuracy']:.3f}")
    return table(
        ("agreement with 58 human reviewers", "weighted loss (lower is better)", "pair accuracy"),
        [ours, *REVIEWER_PEERS],
    )


def report(shared: Path) -> str:
    """All the tables, as Markdown."""
    checks = shared / "checks"
    if not checks.is_dir():
        raise SystemExit(f"{checks} is not here: the judged sets of the reference material are needed for these tables")
    parts = (
        requests_table(scored(checks / "score_requests.py")),
        collections_table(scored(checks / "score_collections.py")),
        reviewers_table(scored(checks / "score_reviewers.py")),
    )
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true", help="write the tables into the README")
    given = parser.parse_args()
    tables = report(given.shared.resolve())
    print(tables)
    if given.write:
        write_part("scores", tables)


if __name__ == "__main__":
    main()
