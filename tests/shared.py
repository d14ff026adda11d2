"""The reference material beside a development checkout; the suite proves the product without it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference material (../shared) is not here")
