"""`matchmaker refresh` as its users call it: what it asks on a terminal, and what it says where nobody can answer."""

import os
from pathlib import Path

from tests.cli.conftest import Command
from tests.hostile import PAYLOADS, leaked
from tests.terminal import shown, started

ODD = "clave,Nom,Wer,Wo\nX1,Audit of roads,Spain,Peru\nX2,Audit of schools,Spain,Kenya\n"


def on_a_terminal(command: Command, words: list[str], answers: list[str]) -> str:
    """Run a command on a terminal of its own, answer each of its questions, and return all that was shown."""
    pid, terminal = started(command.root, words)
    output = b""
    asked = 0
    for part in shown(terminal):
        output += part
        while output.count(b"Number of the column") > asked:
            os.write(terminal, answers[asked].encode() + b"\n" if asked < len(answers) else b"\x04")
            asked += 1
    os.waitpid(pid, 0)
    return output.decode("utf-8", "replace")


def test_what_is_not_sure_is_asked_on_a_terminal_and_kept(fresh: Command, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(ODD)
    said = on_a_terminal(fresh, ["refresh", str(path), "--source", "s"], ["99", "Wo"])
    assert "There is no such column." in said
    assert "kept for the next file" in said
    listed = fresh("experience", "list", "--source", "s", "--json").out
    assert '"partner": "PER"' in listed and '"partner": "KEN"' in listed
    path.write_text(ODD + "X3,Audit of courts,Spain,Ghana\n")
    again = on_a_terminal(fresh, ["refresh", str(path), "--source", "s"], [])
    assert "Number of the column" not in again
    assert '"partner": "GHA"' in fresh("experience", "list", "--source", "s", "--json").out


def test_nothing_is_asked_in_a_pipe_or_when_quiet(fresh: Command, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(ODD)
    done = fresh("refresh", str(path), "--source", "s", "--dry-run")
    assert done.code == 0
    assert "Not sure of the columns" in done.out and "--map FILE" in done.out
    assert "Number of the column" not in done.err
    assert "Number of" not in on_a_terminal(fresh, ["--quiet", "refresh", str(path), "--source", "s", "--dry-run"], [])


def test_a_question_shows_a_hostile_file_safely(fresh: Command, tmp_path: Path) -> None:
    hostile = [payload.replace("\n", "").replace("\0", "").replace('"', "'") for payload in PAYLOADS[:30]]
    path = tmp_path / "odd.csv"
    cells = ",".join(f'"{payload}"' for payload in hostile)
    rows = "".join(f"X{n},Audit of roads,Spain,Peru,{cells}\n" for n in (1, 2))
    path.write_text(f"clave,Nom,Wer,Wo,{cells}\n{rows}", errors="replace")
    said = on_a_terminal(fresh, ["refresh", str(path), "--source", "s"], ["", "", "", ""])
    assert "Number of the column" in said
    assert leaked(said.encode("utf-8", "surrogateescape")) == []


def test_as_and_older_exports(fresh: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "id,title,description,donor,country,last updated\n"
    path.write_text(f"{head}1,Audit,How audits are done.,Spain,Peru,2026-05-01\n")
    assert fresh("refresh", str(path), "--source", "s", "--as", "offerings").code == 0
    assert '"s:1"' in fresh("offerings", "list", "--json").out
    wrong = fresh("refresh", str(path), "--source", "s", "--as", "tools")
    assert wrong.code == 2 and "offerings, experience" in wrong.err
    path.write_text(f"{head}1,Audits,How audits are done.,Spain,Peru,2026-04-01\n")
    held = fresh("refresh", str(path), "--source", "s")
    assert held.code == 2 and "--accept-older" in held.err
    assert "Audits" not in fresh("offerings", "list").out
    assert fresh("refresh", str(path), "--source", "s", "--accept-older").code == 0
    assert "Audits" in fresh("offerings", "list").out


def test_rejected_rows_come_back_in_the_format_of_the_name_and_cannot_run(fresh: Command, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "a.csv"
    path.write_text("id,title,donor,country\n1,Audit,Spain,Republic\n2,=1+1,Spain,Republic\n3,Roads,Spain,Peru\n")
    assert fresh("refresh", str(path), "--source", "s", "--rejected", str(tmp_path / "back.xlsx")).code == 4
    rows = list(load_workbook(tmp_path / "back.xlsx").active.iter_rows(values_only=True))
    assert rows[0][-2:] == ("rejected_because", "way_out")
    assert [row[:2] for row in rows[1:]] == [("1", "Audit"), ("2", "=1+1")]
    fresh("refresh", str(path), "--source", "t", "--rejected", str(tmp_path / "back.csv"))
    assert "'=1+1" in (tmp_path / "back.csv").read_text()
    itself = fresh("refresh", str(path), "--source", "u", "--rejected", str(path))
    assert itself.code == 2 and "written over" in itself.err
    several = fresh("refresh", str(path), str(path), "--source", "u", "--rejected", str(tmp_path / "x.csv"))
    assert several.code == 2 and "one file" in several.err
