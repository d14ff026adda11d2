"""The list of commands. Each is loaded when it is first called, so that help and completion load none of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """A command: its name, the module it lives in, its line in `matchmaker --help`, and the Typer app in the module."""

    name: str
    module: str
    line: str
    app: str = "app"


COMMANDS = (
    Listed("match", "match", "Rank one request, with reasons and a verdict."),
    Listed("batch", "batch", "Rank a file of requests."),
    Listed("refresh", "refresh", "Load exports into the catalogue: all of a file or nothing."),
    Listed("requests", "requests", "List, show, add, import, move and answer requests."),
    Listed("offerings", "offerings", "List, show, add and import programmes on offer."),
    Listed("experience", "experience", "List, show, add and import past assistance."),
    Listed("decide", "decide", "Shortlist, propose, accept, decline, pin, exclude, undo."),
    Listed("report", "report", "Gaps, demand by offer, activity."),
    Listed("export", "export", "Write requests, matches, decisions or the catalogue to a file."),
    Listed("fit", "model", "Fit and save the model now.", "fit_app"),
    Listed("evaluate", "evaluate", "Score the rankings on judged data."),
    Listed("doctor", "upkeep", "Check the workspace and say what is wrong.", "doctor_app"),
    Listed("backup", "upkeep", "Write a checked copy of the database.", "backup_app"),
    Listed("restore", "upkeep", "Put a backup in place, keeping the present database.", "restore_app"),
    Listed("erase", "erase", "Remove personal data for good, histories included."),
    Listed("serve", "serve", "Show the desk in a browser on this machine."),
)
BY_NAME = {command.name: command for command in COMMANDS}
