"""The program: global options, lazily loaded commands, and the desk when no command is named."""

from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from matchmaker import __version__
from matchmaker.cli.commands import BY_NAME, COMMANDS
from matchmaker.cli.session import Session

EPILOG = (
    "Exit codes: 0 done, 1 unexpected, 2 wrong usage, 3 nothing suitable, 4 some rows rejected, 5 workspace unusable."
)
ANYWHERE = "--workspace DIR and --quiet may stand anywhere on the line."


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and line, and imports one only to run it."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        listed = BY_NAME.get(cmd_name)
        if listed is None:
            return None
        module = import_module(f"matchmaker.cli.{listed.module}")
        command = typer.main.get_command(getattr(module, listed.app))
        command.name = cmd_name
        command.epilog = ANYWHERE
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(command.name, command.line) for command in COMMANDS])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except typer.TyperException as error:
            close = get_close_matches(args[0], BY_NAME)
            if close:
                error.message += f" Did you mean {' or '.join(close)}?"
            raise

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        from typer.core import CompletionItem  # type: ignore[attr-defined]  # there, but not declared as public

        return [CompletionItem(c.name, help=c.line) for c in COMMANDS if c.name.startswith(incomplete)]


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"matchmaker {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def matchmaker(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The workspace to use (else MATCHMAKER_WORKSPACE).")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but data and errors.")] = False,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Open the desk without what changes anything.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Pair requests for technical assistance with programmes on offer and past experience, and show why.

    Without a command, the desk opens.
    """
    ctx.obj = Session(workspace, quiet)
    if ctx.invoked_subcommand is None:
        raise typer.Exit(ctx.obj.desk(read_only=read_only))
