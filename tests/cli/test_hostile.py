"""Hostile data in every field, through every command, on a real pseudo-terminal."""

import os
from pathlib import Path

import pytest

from matchmaker.experience import Activity, Experience
from matchmaker.matches import Step
from matchmaker.requests import Request
from matchmaker.workspace import Workspace
from tests.builders import an_offering
from tests.hostile import PAYLOADS, leaked
from tests.terminal import shown, started

ALL = " ".join(PAYLOADS)
NO_NUL = ALL.replace("\0", "")
NO_SLASH = NO_NUL.replace("/", "")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which every text is hostile, and files with hostile names and cells."""
    folder = tmp_path_factory.mktemp("hostile")
    root = folder / "w"
    with Workspace.open(root, who=f"evil {ALL}") as workspace:
        for number, payload in enumerate(PAYLOADS):
            made = an_offering(
                id="",
                title=f"{payload} seized assets {number}",
                text=f"{ALL} management of seized assets",
                provider=f"org {payload}",
                institution=payload,
                conditions=payload,
                link=payload,
                types=("Others",),
                other_type=payload,
            )
            workspace.add_offering(made)
        workspace.add_experience(
            Experience("", f"org {ALL}", "KEN", (Activity("x", f"{ALL} seized assets"),), title=ALL, institution=ALL)
        )
        asked = workspace.add_request(
            Request(
                "R-1", f"{ALL} train officers to manage seized assets", body=ALL, owner=ALL, notes=ALL, country="KEN"
            )
        )
        first = workspace.match(asked).offerings[0]
        workspace.decide("R-1", first.id, Step.DECLINED, reason_code="other", note=ALL)
    cells = ["", f"{ALL.replace(chr(0), '')} assets"]
    quoted = [cell.replace('"', '""') for cell in cells]
    body = "id,title,description,provider\n" + "".join(f'{n},"{cell}","x","MEX"\n' for n, cell in enumerate(quoted))
    (folder / "evil \x1b]0;name\x07 [@click=app.quit].csv").write_text(body, errors="replace")
    return root


COMMANDS = (
    ["match", "--request", "R-1", "--why"],
    ["match", f"seized assets {ALL.replace(chr(0), '')}"],
    ["match", "--request", "R-1", "--json"],
    ["requests", "list"],
    ["requests", "list", "--json"],
    ["requests", "show", "R-1"],
    ["requests", "history", "R-1"],
    ["requests", "draft", "R-1", "propose"],
    ["requests", "show", "nope \x1b[2J"],
    ["offerings", "list"],
    ["offerings", "list", "--json"],
    ["offerings", "show", "own:O-0001"],
    ["experience", "list"],
    ["experience", "show", "own:E-0001"],
    ["decide", "list"],
    ["decide", "R-1", "nope \x1b]0;x\x07", "--pin"],
    ["report"],
    ["report", "--format", "md"],
    ["export", "offerings", "--format", "md"],
    ["refresh", "FILE", "--source", "evil", "--dry-run"],
    ["refresh", "FILE", "--source", "\x1b[2Jevil"],
    ["refresh", "--history"],
    ["requests", "list", "--filter", "nofield\x1b[2J:x"],
    ["nonsense\x1b[2J"],
    ["match", "--country", "\x1b]0;x\x07", "x"],
    ["doctor"],
    ["requests", "list", "--all", "--filter", f"owner:{NO_NUL}"],
    ["requests", "draft", "R-1", "regret", "--language", "fr"],
    ["requests", "draft", "R-1", "clarify", "--language", "es"],
    ["requests", "draft", "R-1", "acknowledge", "--out", f"{NO_SLASH[:80]}.md"],
    ["requests", "add", NO_NUL, "--id", "H-1", "--body", NO_NUL],
    ["requests", "change", "R-1", "--next", NO_NUL, "--note", NO_NUL, "--on", "2026-12-01"],
    ["requests", "move", "R-1", "screening", "--reason", NO_NUL],
    ["requests", "move", "R-1", "\x1b[2J"],
    ["requests", "import", "FILE", "--source", "evil", "--dry-run"],
    ["requests", "add", "x", "--received", "\x1b[2J"],
    ["offerings", "list", "--text", "\x1b]0;x\x07"],
    ["offerings", "list", "--provider", NO_NUL],
    ["offerings", "history", "own:O-0001"],
    ["offerings", "show", "nope \x9b2J"],
    ["offerings", "add", f"Another {NO_NUL}", "--provider", NO_NUL, "--text", NO_NUL],
    ["experience", "list", "--json"],
    ["experience", "history", "own:E-0001"],
    ["experience", "add", NO_NUL, "--provider", NO_NUL, "--partner", "Kenya"],
    ["decide", "list", "--json"],
    ["decide", "R-1", "own:O-0002", "--pin", "--note", NO_NUL],
    ["decide", "R-1", "own:O-0003", "--decline", "--reason", "\x1b[2J"],
    ["match", "--request", "R-1", "--why-not", "own:O-0002"],
    ["match", "--request", "R-1", "--why-not", NO_NUL],
    ["match", "--request", "R-1", "--why-not", "assets"],
    ["match", "--request", "R-1", "--why-not", "own:E-0001", "--json"],
    ["export", "requests", "--filter", "seized", "--sort", "country"],
    ["export", "requests", "--filter", "\x1b[2J:x"],
    ["export", "offerings", "--text", NO_NUL],
    ["export", "providers", "--format", "md"],
    ["export", "partners", "--format", "json"],
    ["requests", "undo", "R-1"],
    ["requests", "undo", "\x1b[2J"],
    ["requests", "redo", "R-1", "--json"],
    ["decide", "R-1", "own:O-0002", "--pin", "--need", "9"],
    ["report", "--format", "csv"],
    ["report", "--format", "html"],
    ["report", "--json"],
    ["report", "--format", "\x1b[2J"],
    ["export", "requests"],
    ["export", "decisions", "--format", "json"],
    ["export", "experience", "--format", "md"],
    ["export", "matches"],
    ["export", "offerings", "--out", "\x1b]0;x\x07 [@click=app.quit].csv"],
    ["batch", "nowhere \x1b[2J.csv"],
    ["backup", "copy \x1b]0;x\x07.db"],
    ["restore", "nowhere \x1b[2J.db"],
    ["evaluate", "nowhere \x1b[2J"],
    ["refresh", "nowhere \x1b[2J.csv"],
    ["refresh", "--history", "--json"],
    ["refresh", "--undo", "--source", "nope\x1b[2J"],
    ["batch", "FILE"],
)


@pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: " ".join(command[:2]).encode("unicode_escape").decode()[:40]
)
def test_no_byte_of_a_payload_reaches_the_terminal(hostile: Path, command: list[str]) -> None:
    file = next(hostile.parent.glob("evil*.csv"))
    words = [str(file) if word == "FILE" else word for word in command]
    pid, terminal = started(hostile, words, hostile.parent)
    os.write(terminal, b"\n" * 8)  # the answers to whatever `refresh` asks
    output = b"".join(shown(terminal))
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 2, 3, 4, 5), output[-2000:]
    assert output
    # Our own weights, and the end of a progress bar.
    assert leaked(output) == []
    assert b"Traceback" not in output
