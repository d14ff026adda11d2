"""Every file under `../shared/exports` (or the folders given) read with no profile, as a table in Markdown.

    python -m tests.exports [FOLDER...]

Each file is refreshed into a workspace of its own, without the model, in a process of its own: rows and what became of
them, processor seconds of reading, comparing and writing, and the most memory that process or its parser held. `placed`
is the share of the rows with title, text, country and organisation in their places; see `tests.exchange.test_exports`.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.shared import SHARED

SUFFIXES = (".csv", ".tsv", ".xml", ".xlsx", ".xls", ".ods", ".json", ".jsonl")
COUNTED = ("rows", "added", "unchanged", "duplicate", "rejected", "offerings", "experience")


def one(path: Path) -> dict[str, object]:
    """Refresh one file and say what it took."""
    from matchmaker.exchange import refreshing
    from matchmaker.workspace import Workspace
    from tests.exchange.files import outcomes
    from tests.exchange.test_exports import in_place

    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder)) as workspace:
        began = time.process_time() + children()
        plan = workspace.plan_refresh(path, source="s")
        report = refreshing.apply(workspace.store, plan, workspace.clock(), "x", withdraw=True)
        plan.close()
        seconds = time.process_time() + children() - began
    held = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    found = outcomes(path)
    placed = sum(1 for draft in found.kept if in_place(draft.record)) + len(found.duplicates)
    reasons = sorted({rejection.reason for rejection in report.rejections})
    counts = {name: getattr(report, name) for name in COUNTED}
    told = {"format": report.format, "placed": placed / max(1, report.rows), "seconds": seconds, "MiB": held}
    return {**counts, **told, "reasons": reasons, "doubts": [doubt.column for doubt in found.reading.doubts]}


def children() -> float:
    """Processor seconds of the parsers that ran in processes of their own."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        print(json.dumps(one(Path(arguments[1]))))
        return
    folders = [Path(argument) for argument in arguments] or [SHARED / "exports"]
    shown = ("file", "format", *COUNTED[:2], *COUNTED[3:], "placed", "s", "MiB", "why not")
    print(f"| {' | '.join(shown)} |\n{'|---' * len(shown)}|")
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
            done = subprocess.run(
                [sys.executable, "-m", "tests.exports", "--one", str(path)], capture_output=True, text=True
            )
            name = f"{path.parent.name}/{path.name}"
            if done.returncode:
                print(f"| {name} | refused: {(done.stderr.strip().splitlines() or ['?'])[-1][:100]} |")
                continue
            t = json.loads(done.stdout)
            cells = [t[name] for name in shown[1:8]]
            numbers = [f"{t['placed']:.1%}", f"{t['seconds']:.2f}", f"{t['MiB']:.0f}", "; ".join(t["reasons"])[:120]]
            print(f"| {name} | {' | '.join(map(str, [*cells, *numbers]))} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
