"""The list of commands agrees with the modules that carry them out, and each teaches by example."""

import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from matchmaker.cli import commands
from matchmaker.cli.commands import BY_NAME, COMMANDS, Listed
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


def every_command() -> Iterator[tuple[str, Any]]:
    """Each command and each command below it, with its whole name."""
    for listed in COMMANDS:
        command = typer.main.get_command(getattr(import_module(f"matchmaker.cli.{listed.module}"), listed.app))
        yield listed.name, command
        for name, below in getattr(command, "commands", {}).items():
            yield f"{listed.name} {name}", below


EVERY = dict(every_command())


@pytest.mark.parametrize("name", EVERY)
def test_help_teaches_by_an_example_that_can_be_parsed(name: str) -> None:
    """Each example calls the command it stands at, with options that are there."""
    told = EVERY[name].help or ""
    examples = [line.strip() for line in told.splitlines() if line.strip().startswith("matchmaker ")]
    assert examples, f"`matchmaker {name} --help` shows no example"
    assert any(example.startswith(f"matchmaker {name}") for example in examples)
    for example in examples:
        words = shlex.split(example.partition(" | ")[0], comments=True)[1:]
        called = next(n for n in (" ".join(words[:2]), words[0]) if n in EVERY)
        known = {
            option for parameter in EVERY[called].params for option in (*parameter.opts, *parameter.secondary_opts)
        }
        assert {word for word in words if word.startswith("--")} <= known | {"--workspace", "--quiet"}, example


@pytest.mark.parametrize("name", EVERY)
def test_every_option_and_argument_says_what_it_is(name: str) -> None:
    for parameter in EVERY[name].params:
        if parameter.name not in ("help", "files"):
            assert getattr(parameter, "help", None), (name, parameter.name)


def test_names_are_listed_once() -> None:
    assert len(BY_NAME) == len(COMMANDS)
    modules = {path.stem for path in Path(commands.__file__).parent.glob("*.py")}
    assert {listed.module for listed in COMMANDS} <= modules
