"""Errors a user can act on. Each front end turns them into text once; anything else is a bug.

Every message says what is wrong, where, and the way out.
"""

# ruff: noqa: N818 - errors are named by what happened


class MatchmakerError(Exception):
    """A failure with a message written for the person at the keyboard.

    Parameters
    ----------
    message: what is wrong and where (file, row, field).
    way_out: what to do about it; shown on a line of its own.
    """

    exit_code = 1

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out


class UsageError(MatchmakerError):
    """The command or call does not make sense as given (exit code 2)."""

    exit_code = 2


class NotFound(UsageError):
    """No record has that id."""


class AmbiguousName(UsageError):
    """A name that could mean several things, or nothing known; the message lists candidates. Never guessed."""


class IllegalMove(UsageError):
    """A request cannot go from its present state to the one asked for."""


class FileRefused(UsageError):
    """A file as a whole cannot be read; nothing was changed."""


class WorkspaceError(MatchmakerError):
    """The workspace cannot be used: unreadable, damaged, newer, not ours (exit code 5)."""

    exit_code = 5


class WorkspaceBusy(WorkspaceError):
    """Another process holds the workspace for longer than we wait."""


class Conflict(MatchmakerError):
    """Somebody else changed the record first; the message says who and when. Nothing was overwritten."""


class WithdrawalsHeld(MatchmakerError):
    """A refresh would withdraw more than the guard allows and the number was not confirmed."""

    exit_code = 4
