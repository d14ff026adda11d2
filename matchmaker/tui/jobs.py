"""Jobs of more than one step for the process that matches. They live apart from screens, which it never loads."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matchmaker.matches import Answer
from matchmaker.requests import Request

if TYPE_CHECKING:
    from matchmaker.triage.availability import Availability
    from matchmaker.workspace import Workspace


def answered(workspace: "Workspace", request: Request) -> "tuple[Answer, Mapping[str, Availability]]":
    """What matches a request, and how each offering among it can be had."""
    answer = workspace.match(request, top=10)
    lists = (answer.offerings, *(need.offerings for need in answer.needs))
    return answer, workspace.availability(request, sorted({match.id for offered in lists for match in offered}))
