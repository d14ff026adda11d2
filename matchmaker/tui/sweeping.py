"""Garbage collected when nobody waits for the screen. By itself Python looks through everything in the middle of
drawing, for as long as drawing takes.
"""

import asyncio
import gc
from time import perf_counter

EVERY = 0.25
"""Seconds between two looks at whether there is much to collect."""
MUCH = 1
"""Times that Python looked through the younger objects since the last sweep: some 7,000 new ones."""
OVERDUE = 12
"""As many times, and the sweep no longer waits."""
MOMENT = 0.003
"""Seconds."""
NEVER = 1_000_000


async def sweep() -> None:
    """Collect what has become garbage in moments in which the loop has nothing else to do; ends by cancellation."""
    before = gc.get_threshold()
    gc.set_threshold(before[0], before[1], NEVER)
    try:
        while True:
            await asyncio.sleep(EVERY)
            while (count := gc.get_count()[2]) >= MUCH:
                if await _nothing_to_do() or count >= OVERDUE:
                    gc.collect()
    finally:
        gc.set_threshold(*before)


async def _nothing_to_do() -> bool:
    began = perf_counter()
    await asyncio.sleep(MOMENT)
    return perf_counter() - began < 2 * MOMENT
