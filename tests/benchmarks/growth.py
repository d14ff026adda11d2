"""Growth: a catalogue of each size built and served in processes of its own, measured from inside them.

Times are those of the processors, of all processes together: they grow with the work, whatever else the machine does.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Size:
    """What a catalogue of `texts` texts takes: seconds and milliseconds of the processors, and MiB."""

    texts: int
    build_seconds: float
    build_mib: float
    open_seconds: float
    request_ms: float
    serve_mib: float
    file_mib: float


def measured(texts: int) -> Size:
    """Build in one process, serve in the next."""
    with tempfile.TemporaryDirectory() as folder:
        built = _child("build", texts, folder)
        served = _child("serve", texts, folder)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
    return Size(texts, built["seconds"], built["mib"], served["open"], served["request"], served["mib"], size)


def _child(what: str, texts: int, folder: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.growth", what, str(texts), folder],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _build(texts: int, folder: Path) -> dict[str, float]:
    from tests.benchmarks.measuring import cpu_seconds, peak_mib
    from tests.benchmarks.ours import fitted, glossary, offerings
    from tests.benchmarks.texts import texts as generated

    records = offerings(generated(texts))
    words = glossary()
    start = cpu_seconds()
    matcher = fitted(records, words)
    seconds = cpu_seconds() - start
    peak = peak_mib()
    matcher.save(folder, "growth")
    return {"seconds": seconds, "mib": peak}


def _serve(texts: int, folder: Path) -> dict[str, float]:
    """Rank requests with the model mapped into memory; records are not loaded, since ranking needs none."""
    from matchmaker.matching.matcher import Matcher
    from tests.benchmarks.measuring import cpu_seconds, resident_mib
    from tests.benchmarks.ours import glossary, requests
    from tests.benchmarks.texts import texts as generated

    words = glossary()
    start = cpu_seconds()
    matcher = Matcher.load(folder, "growth", glossary=words)
    opened = cpu_seconds() - start
    if matcher is None:
        raise RuntimeError("the model does not load")
    asked = requests(generated(200, words=60, title=0, seed=7))
    for request in asked:
        matcher.rank(request, 10)
    taken = []
    for request in asked:
        start = cpu_seconds()
        matcher.rank(request, 10)
        taken.append(cpu_seconds() - start)
    return {"open": opened, "request": median(taken) * 1000, "mib": resident_mib()}


if __name__ == "__main__":
    job, number, place = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    print(json.dumps(_build(number, place) if job == "build" else _serve(number, place)))
