"""Cold start: commands run from nothing, against what people compare them with."""

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import Ratio, alternated, command_seconds, python, ratio

_TYPER = """
import typer
app = typer.Typer()
@app.command()
def main(name: str = "x"): pass
app(["--help"])
"""
_TEXTUAL = """
import asyncio
from textual.app import App
class Empty(App[None]):
    def on_ready(self): self.call_after_refresh(self.exit)
async def main():
    await Empty().run_async(headless=True)
asyncio.run(main())
"""
_DESK = """
import asyncio, sys
from pathlib import Path
from matchmaker.tui.app import DeskApp
class Painted(DeskApp):
    async def on_ready(self): self.call_after_refresh(self.exit)
async def main():
    await Painted(Path(sys.argv[1])).run_async(headless=True)
asyncio.run(main())
"""


def cold_starts(rounds: int) -> list[Ratio]:
    """The bars on starting up, each command against its peer in turns."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = ["--workspace", str(Path(folder) / "w")]
        ours = [sys.executable, "-m", "matchmaker"]
        match = [*ours, "match", "Train our officers to manage seized assets", *workspace, "--quiet"]
        command_seconds(match)  # fits and saves the model, once
        found = [
            _against(rounds, "`matchmaker --help`", [*ours, "--help"], "a bare Typer command", python(_TYPER), 1.5),
            _against(
                rounds,
                "`matchmaker match`, saved model",
                match,
                "importing TfidfVectorizer",
                python("from sklearn.feature_extraction.text import TfidfVectorizer"),
                0.5,
            ),
        ]
        desk = [*python(_DESK), workspace[1]]
        try:
            command_seconds(desk)
        except Exception as error:  # the desk is another part's; its absence must not hide the rest
            print(f"desk not measured: {error}", file=sys.stderr)
            return found
        return [*found, _against(rounds, "desk, first paint", desk, "an empty Textual app", python(_TEXTUAL), 1.3)]


def _against(rounds: int, work: str, ours: list[str], peer: str, theirs: list[str], bar: float) -> Ratio:
    runs = {"ours": lambda: command_seconds(ours), peer: lambda: command_seconds(theirs)}
    return ratio(work, alternated(runs, rounds), peer, bar)
