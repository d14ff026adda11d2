"""The heap of the C library, told to give back what is freed (glibc; elsewhere nothing is told, and nothing fails).

By itself it keeps large blocks once it has seen some freed, and a heap for each thread: lists of megabytes that come
and go then leave a process twice as large as what it holds.
"""

import sys

BLOCK = 128 * 1024
"""Bytes from which a block is a mapping of its own, and of free memory at the end of a heap that are too many."""
ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": str(BLOCK),
    "MALLOC_TRIM_THRESHOLD_": str(BLOCK),
    "MALLOC_ARENA_MAX": "1",
}
"""For a process that is started."""
_OPTIONS = {-3: BLOCK, -1: BLOCK, -8: 1}
"""The same for the process we are in: M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, M_ARENA_MAX of malloc.h."""


def give_back() -> None:
    """Have this process give back what it frees from now on."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    try:
        tell = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    for option, value in _OPTIONS.items():
        tell(option, value)
