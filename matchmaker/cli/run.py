"""Runs a command line and turns failures into text: one place, so that nobody ever sees a traceback."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from matchmaker.errors import MatchmakerError

GLOBAL_WITH_VALUE = "--workspace"
GLOBAL_FLAGS = ("--quiet", "-q")
READ_ONLY = "--read-only"
COMPLETION = "_MATCHMAKER_COMPLETE"
INTERRUPTED = 130
YOUNG = 10_000
"""New objects between two looks for garbage cycles: records come by the hundred thousand, and hold none."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit code."""
    from matchmaker.cli.output import talk

    try:
        hoisted = hoist(arguments)
        return _desk(hoisted) if _means_desk(hoisted) else _called(hoisted)
    except MatchmakerError as error:
        talk(f"error: {error.message}")
        if error.way_out:
            talk(error.way_out)
        return error.exit_code
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        talk("Stopped.")
        return INTERRUPTED
    except OSError as error:
        talk(
            f"error: {error.strerror or error}: {error.filename}"
            if error.filename
            else f"error: {error.strerror or error}"
        )
        talk(_about(error))
        return 5 if error.errno in _ROOM else 1
    except Exception as error:  # noqa: BLE001  # the last line of defence
        return _unexpected(error)


def hoist(arguments: Sequence[str]) -> list[str]:
    """The arguments with global options moved to the front, so that they may stand anywhere before a `--`."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == GLOBAL_WITH_VALUE:
            front.append(argument)
            front += [value] if (value := next(waiting, None)) is not None else []
        elif argument.startswith(f"{GLOBAL_WITH_VALUE}=") or argument in GLOBAL_FLAGS:
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def _means_desk(arguments: Sequence[str]) -> bool:
    """Whether hoisted arguments name no command and nothing that only the parser understands."""
    if COMPLETION in os.environ:
        return False
    others = list(arguments)
    if GLOBAL_WITH_VALUE in others[:-1]:
        at = others.index(GLOBAL_WITH_VALUE)
        if others[at + 1].startswith("-"):
            return False
        del others[at : at + 2]
    return set(others) <= {*GLOBAL_FLAGS, READ_ONLY}


def _desk(arguments: Sequence[str]) -> int:
    """Open the desk without loading the parser, which takes as long as painting it."""
    from pathlib import Path

    from matchmaker.cli.session import Session

    named = arguments[arguments.index(GLOBAL_WITH_VALUE) + 1] if GLOBAL_WITH_VALUE in arguments else None
    quiet = not set(arguments).isdisjoint(GLOBAL_FLAGS)
    return Session(Path(named) if named is not None else None, quiet).desk(read_only=READ_ONLY in arguments)


def _called(arguments: list[str]) -> int:
    from typer import TyperException
    from typer.main import get_command

    from matchmaker.cli.app import app
    from matchmaker.safetext import visible

    gc.set_threshold(YOUNG)
    try:
        code = get_command(app).main(arguments, prog_name="matchmaker", standalone_mode=False)
    except TyperException as error:
        # Wrong usage knows where on the line it happened; other failures of the parser do not.
        context = getattr(error, "ctx", None)
        if context is not None:
            print(context.get_usage(), file=sys.stderr)  # noqa: T201
        print(f"error: {visible(error.format_message())}", file=sys.stderr)  # noqa: T201
        if context is not None:
            print(f"`{context.command_path} --help` explains.", file=sys.stderr)  # noqa: T201
        return 2
    except SystemExit as leaving:
        # Typer leaves with 1 when the reader of a pipe has left; for us that is a quiet end.
        if isinstance(leaving.__context__, BrokenPipeError):
            return _reader_left()
        raise
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    sys.stdout.flush()
    return int(code or 0)


def _reader_left() -> int:
    """Give the interpreter something to close quietly: nobody reads our output any more."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    with suppress(OSError):
        os.dup2(sys.stdout.fileno(), 1)
    return 0


_ROOM = (28, 122, 27, 30, 13)  # no space, quota, file too large, read-only, permission


def _about(error: OSError) -> str:
    if error.errno in (28, 122, 27):
        return "Make room on the disk and try again; nothing was half-written."
    return "Check the path and your permissions."


def _unexpected(error: Exception) -> int:
    """One line and a log file; locals are never written, since they may hold contacts."""
    import tempfile
    import traceback
    from datetime import UTC, datetime

    from matchmaker import __version__
    from matchmaker.cli.output import talk

    frames = [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    log = "\n".join([datetime.now(UTC).isoformat(), f"matchmaker {__version__}", type(error).__name__, *frames, ""])
    try:
        descriptor, path = tempfile.mkstemp(prefix="matchmaker-", suffix=".log")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(log)
    except OSError:
        path = ""
    talk(f"error: something unexpected happened ({type(error).__name__}). This is a fault of the program.")
    talk(f"Where it happened, without your data, is in {path}" if path else "Run `matchmaker doctor`.")
    return 1
