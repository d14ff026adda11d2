"""Parts of the README that follow from the code: `python -m tests.docs [--write]`."""

import argparse

from matchmaker.cli.commands import COMMANDS
from matchmaker.tui.actions import as_markdown
from tests.marked import read_part, write_part


def commands_table() -> str:
    """Every command with its line of help."""
    rows = ["| command | does |", "|---|---|", "| `matchmaker` | Open the desk. |"]
    rows += [f"| `matchmaker {command.name}` | {command.line} |" for command in COMMANDS]
    return "\n".join(rows) + "\n"


PARTS = {"commands": commands_table, "keys": as_markdown}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write them into the README")
    write = parser.parse_args().write
    for name, made in PARTS.items():
        if write:
            write_part(name, made())
        elif read_part(name).strip() != made().strip():
            raise SystemExit(f"the README's part {name!r} is not what the code says: make docs")


if __name__ == "__main__":
    main()
