"""Every action of the desk, declared once. Keys, footer, palette, the `?` help and the README's table derive from here.

An action `name` of a place runs `action_<name>` of the screen or widget that is that place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Place(StrEnum):
    """Where an action can be used."""

    EVERYWHERE = "Everywhere"
    LISTS = "Lists"
    DESK = "Desk"
    CATALOGUE = "Catalogue"
    OVERVIEW = "Overview"
    REFRESH = "Refresh"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do. `keys` are Textual key names, the first is shown. `writes` changes the workspace."""

    place: Place
    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    footer: bool = False
    writes: bool = False
    palette: bool = True

    @property
    def id(self) -> str:
        """The name a user's keymap file calls it by."""
        return f"{self.place.lower()}.{self.name.split('(')[0]}" + _argument(self.name)


def _argument(name: str) -> str:
    _, _, rest = name.partition("(")
    inside = rest.rstrip(")").strip("'\"")
    return f".{inside}" if inside else ""


def _a(place: Place, name: str, keys: str, label: str, help: str, flags: str = "") -> Action:  # noqa: A002
    """`flags`: f in the footer, w writes, q not in the palette."""
    return Action(place, name, tuple(keys.split()), label, help, "f" in flags, "w" in flags, "q" not in flags)


_E, _L, _D, _C, _O, _R = Place
ACTIONS: tuple[Action, ...] = (
    _a(
        _D,
        "shortlist",
        "s",
        "shortlist",
        "Shortlist the chosen match, or all marked ones, and go to the next match",
        "fw",
    ),
    _a(_D, "propose", "p", "propose", "Propose the chosen match and go to the next request", "fw"),
    _a(_D, "accept", "a", "accept", "Record that the match was accepted and go to the next request", "fw"),
    _a(_D, "decline", "d", "decline", "Decline the chosen match with a reason, and go to the next match", "fw"),
    _a(_D, "note", "n", "note", "Add a note to the request", "fw"),
    _a(_D, "move", "m", "move", "Move the request to another state; only legal moves are offered", "fw"),
    _a(_D, "compare", "c", "compare", "Compare the marked offerings, or the first three, in columns", "f"),
    _a(_D, "undo", "u", "undo", "Take back the last thing you did: a decision, a note, a move, a new request", "fw"),
    _a(_D, "redo", "ctrl+r", "redo", "Do again what was undone", "w"),
    _a(_D, "pin", "plus", "pin", "Pin the chosen match: it stays first whatever its score", "w"),
    _a(_D, "exclude", "minus", "exclude", "Exclude the chosen match from this request's rankings", "w"),
    _a(_D, "why", "w enter", "why", "Show why the chosen match has its score, or go to that pane", ""),
    _a(_D, "why_not", "W", "why not", "Why an offering that you look for by name is not first, and pin it"),
    _a(_D, "take", "t", "take", "Make the request yours and start screening it", "w"),
    _a(_D, "owner", "o", "owner", "Give the request to somebody", "w"),
    _a(_D, "next_action", "A", "next action", "Say what happens next with the request, and when", "w"),
    _a(_D, "next_request", "J shift+down", "next request", "Go to the next request, whichever pane has the focus"),
    _a(_D, "previous_request", "K shift+up", "previous request", "Go to the previous request"),
    _a(_D, "next_need", "right l", "next need", "Show the matches of the next need"),
    _a(
        _D, "previous_need", "left h", "previous need", "Show the matches of the previous need, or of the whole request"
    ),
    _a(_D, "similar", "i", "similar", "Similar earlier requests, probable duplicates and what was decided"),
    _a(_D, "history", "H", "history", "Everything that happened to the request"),
    _a(_D, "reply", "r", "reply", "Draft an answer: acknowledge, clarify, propose or regret"),
    _a(_D, "new_request", "N", "new request", "Enter a new request by form or paste", "w"),
    _a(_D, "new_in_editor", "ctrl+e", "new in editor", "Write a new request in $EDITOR", "w"),
    _a(_D, "go('queue')", "1", "queue", "Go to the queue", "q"),
    _a(_D, "go('offers')", "2", "on offer", "Go to what is on offer", "q"),
    _a(_D, "go('proof')", "3", "proof", "Go to proof and peers", "q"),
    _a(_D, "go('why')", "4", "why", "Go to the reasons", "q"),
    _a(_D, "go('request')", "5", "request", "Go to the text of the request", "q"),
    _a(_C, "shelf('offerings')", "1", "offerings", "Browse offerings", "f"),
    _a(_C, "shelf('experience')", "2", "experience", "Browse experience", "f"),
    _a(_C, "shelf('providers')", "3", "providers", "Browse providers", "f"),
    _a(_C, "shelf('partners')", "4", "partners", "Browse partner countries", "f"),
    _a(_C, "withdrawn", "W", "withdrawn", "Show withdrawn records, live ones, or both", "f"),
    _a(
        _C,
        "to_requests",
        "m enter",
        "its requests",
        "The requests that the chosen record matches, or that it made",
        "f",
    ),
    _a(_C, "record_history", "H", "history", "What refreshes and people did to the chosen record"),
    _a(_O, "drill", "enter", "its records", "Show the requests and offerings behind the chosen line", "f"),
    _a(_O, "panel('heat')", "1", "heat map", "Demand by offer: types of assistance by topic", "f"),
    _a(_O, "panel('gaps')", "2", "gaps", "Needs that nothing on offer answers", "f"),
    _a(_O, "panel('new')", "3", "new offerings", "Which new offering would answer the most", "f"),
    _a(_O, "panel('work')", "4", "workload", "Who has what, and how long answers take", "f"),
    _a(_R, "choose_file", "f", "file", "Choose the export to load", "f"),
    _a(_R, "read_as", "o", "read as", "Read every row as an offering, as experience, or by the rule", "f"),
    _a(_R, "apply", "a", "apply", "Load the file as planned", "fw"),
    _a(_R, "undo_refresh", "u", "undo", "Undo the last refresh of the chosen source", "fw"),
    _a(_L, "down", "down j", "down", "Next row", "q"),
    _a(_L, "up", "up k", "up", "Previous row", "q"),
    _a(_L, "page_down", "pagedown ctrl+d", "page down", "One page down", "q"),
    _a(_L, "page_up", "pageup ctrl+u", "page up", "One page up", "q"),
    _a(_L, "first", "home g", "first", "First row", "q"),
    _a(_L, "last", "end G", "last", "Last row", "q"),
    _a(_L, "mark", "space", "mark", "Mark the row for an action on several", "q"),
    _a(_L, "mark_all", "ctrl+a", "mark all", "Mark every row, or unmark all", "q"),
    _a(_E, "filter", "slash", "filter", "Filter the list: words and field:value", "f"),
    _a(_E, "sort", "S", "sort", "Sort by the next column; clicking a header does the same"),
    _a(_E, "saved_filters", "f", "saved filters", "Saved filters, to use, keep or drop; F2 to F9 use one at once"),
    _a(_E, "show_desk", "D", "desk", "Go to the desk"),
    _a(_E, "show_catalogue", "C", "catalogue", "Go to the catalogue"),
    _a(_E, "show_overview", "O", "overview", "Go to the overview"),
    _a(_E, "show_refresh", "R", "refresh", "Load an export into the catalogue"),
    _a(_E, "copy", "y", "copy", "Copy the chosen record"),
    _a(_E, "export", "E", "export", "Export what is shown, as filtered and sorted, to a file", "w"),
    _a(_E, "theme", "T", "light or dark", "Change between the light and the dark theme"),
    _a(_E, "mouse", "f10", "mouse", "Switch the mouse off or on, for the terminal's own selection"),
    _a(_E, "guide", "f1", "guide", "Show the first-run guide again"),
    _a(_E, "next_pane", "tab", "next pane", "Go to the next pane", "q"),
    _a(_E, "previous_pane", "shift+tab", "previous pane", "Go to the previous pane", "q"),
    _a(_E, "back", "escape", "back", "Close, clear the filter or the marks, go back", "q"),
    _a(_E, "help", "question_mark", "help", "Keys of this place; type to filter", "f"),
    _a(_E, "command_palette", "ctrl+p", "commands", "Every command by name", "fq"),
    _a(_E, "quit", "q ctrl+q", "quit", "Leave; everything is saved already"),
)

_SHOWN = {
    "plus": "+", "minus": "-", "slash": "/", "question_mark": "?", "escape": "esc",
    "pagedown": "pgdn", "pageup": "pgup", "down": "↓", "up": "↑", "left": "←", "right": "→",
}  # fmt: skip


def key_shown(key: str) -> str:
    """A Textual key name as people write it: ^p for ctrl+p."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    if key.startswith("shift+"):
        return "shift " + key_shown(key.removeprefix("shift+"))
    return _SHOWN.get(key, key.upper() if key[:1] == "f" and key[1:].isdigit() else key)


def actions_of(*places: Place) -> list[Action]:
    """The actions of some places, in the order declared."""
    return [action for action in ACTIONS if action.place in places]


def bindings(*places: Place) -> list[Binding]:
    """Bindings for a screen or widget; each has the id that a user's keymap names."""
    return [
        Binding(",".join(action.keys), action.name, action.label, show=False, id=action.id)
        for action in actions_of(*places)
    ]


def keys_of(action: Action, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action under a user's keymap."""
    given = keymap.get(action.id)
    return tuple(key.strip() for key in given.split(",")) if given else action.keys


def as_markdown(keymap: Mapping[str, str] | None = None) -> str:
    """The key table of the README."""
    rows = ["| where | key | does |", "|---|---|---|"]
    for place in (Place.DESK, Place.LISTS, Place.CATALOGUE, Place.OVERVIEW, Place.REFRESH, Place.EVERYWHERE):
        for action in actions_of(place):
            keys = " or ".join(f"`{key_shown(key)}`" for key in keys_of(action, keymap or {}))
            rows.append(f"| {place} | {keys} | {action.help} |")
    return "\n".join(rows) + "\n"


def matching(words: str, actions: Iterable[Action]) -> list[Action]:
    """Actions whose key, label or help holds every one of the words."""
    wanted = words.casefold().split()
    found = []
    for action in actions:
        hay = " ".join((*map(key_shown, action.keys), action.label, action.help, action.place)).casefold()
        if all(word in hay for word in wanted):
            found.append(action)
    return found
