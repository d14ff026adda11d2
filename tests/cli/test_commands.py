"""The list of commands agrees with the modules that carry them out, and each teaches by example."""

from importlib import import_module

import pytest
import typer

from matchmaker.cli.commands import COMMANDS, Listed
from matchmaker.cli.run import hoist


@pytest.mark.parametrize("listed", COMMANDS, ids=lambda listed: listed.name)
def test_a_listed_command_is_there_and_explains_itself(listed: Listed) -> None:
    app = getattr(import_module(f"matchmaker.cli.{listed.module}"), listed.app)
    command = typer.main.get_command(app)
    assert command.help
    assert len(listed.line) < 68


@pytest.mark.parametrize(
    ("given", "hoisted"),
    [
        (["match", "x", "--workspace", "w"], ["--workspace", "w", "match", "x"]),
        (["match", "--workspace=w", "-q"], ["--workspace=w", "-q", "match"]),
        (["match", "--", "--quiet"], ["match", "--", "--quiet"]),
        (["match", "--workspace"], ["--workspace", "match"]),
    ],
)
def test_global_options_come_first(given: list[str], hoisted: list[str]) -> None:
    assert hoist(given) == hoisted
