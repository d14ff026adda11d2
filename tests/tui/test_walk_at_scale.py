"""A random walk over long lists: nothing fails, and in the long form nothing keeps the screen's thread for 100 ms, and
the desk with all its processes stays under 300 MB.

The long form (MATCHMAKER_TORTURE) takes MATCHMAKER_WALK_SECONDS, an hour by default, over MATCHMAKER_WALK_RECORDS
requests and as many offerings, 100,000 by default; MATCHMAKER_WALK_ROOT names a workspace made before.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.large import make
from tests.tui.walking import walk

LONG = "MATCHMAKER_TORTURE" in os.environ
SECONDS = float(os.environ.get("MATCHMAKER_WALK_SECONDS", "3600"))
RECORDS = int(os.environ.get("MATCHMAKER_WALK_RECORDS", "100000"))
ROOT = os.environ.get("MATCHMAKER_WALK_ROOT", "")
LIMIT = 0.1
MOST = 300e6 / 2**20
"""MiB."""


async def test_a_walk_over_lists(tmp_path: Path) -> None:
    make(tmp_path, 300, 300)
    walked = await walk(tmp_path, 5.0, 7)
    assert walked.keys > 20
    assert len(walked.held) > 1


@pytest.mark.skipif(not LONG, reason="an hour; set MATCHMAKER_TORTURE")
def test_an_hour_over_long_lists(tmp_path: Path) -> None:
    root = Path(ROOT) if ROOT else tmp_path
    if not ROOT:
        make(root, RECORDS, RECORDS)
    walk = [sys.executable, "-m", "tests.tui.walking", str(root), str(SECONDS), "7"]
    done = subprocess.run(walk, capture_output=True, text=True, check=True)
    told, walked = done.stdout.rsplit("\n{", 1)
    print(told)
    found = json.loads("{" + walked)
    assert max((sum(parts.values()) for parts in found["held"]), default=0.0) < MOST, told
    assert max((stall["own"] for stall in found["stalls"]), default=0.0) < LIMIT, told
