"""Ranking over posting lists is a plain scikit-learn computation of the same formula, and needs no scikit-learn."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.exactness import largest_difference
from tests.benchmarks.ours import fitted, glossary, offerings, requests
from tests.benchmarks.texts import texts

_RANK = """
import sys
from pathlib import Path
from matchmaker.matching.matcher import Matcher
from tests.benchmarks.ours import glossary, requests
from tests.benchmarks.texts import texts
matcher = Matcher.load(Path(sys.argv[1]), "print", glossary=glossary())
assert matcher is not None
print([matcher.rank(request, 5) for request in requests(texts(3, words=20, title=0, seed=3))])
print([name for name in ("sklearn", "scipy", "textual", "joblib") if name in sys.modules])
"""


def test_scores_are_those_of_scikit_learn() -> None:
    records, words = offerings(texts(250, words=40)), glossary()
    matcher = fitted(records, words, jobs=1)
    asked = requests(texts(40, words=20, title=0, seed=7))
    assert any(matcher.rank(request, 3) for request in asked)
    assert largest_difference(matcher, records, asked, words) < 1e-6


def test_a_saved_model_ranks_the_same_without_scikit_learn(tmp_path: Path) -> None:
    matcher = fitted(offerings(texts(250, words=40)), glossary(), jobs=1)
    matcher.save(tmp_path, "print")
    done = subprocess.run(
        [sys.executable, "-c", _RANK, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    here = [matcher.rank(request, 5) for request in requests(texts(3, words=20, title=0, seed=3))]
    assert done == [str(here), "[]"]
