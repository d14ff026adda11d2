"""The workspace: the one door through which front ends reach everything below."""

from matchmaker.workspace.catalogue import CataloguePart
from matchmaker.workspace.erasing import ErasingPart
from matchmaker.workspace.refreshing import RefreshingPart
from matchmaker.workspace.requests import RequestsPart
from matchmaker.workspace.seeing import SeeingPart
from matchmaker.workspace.undoing import UndoingPart
from matchmaker.workspace.upkeep import UpkeepPart
from matchmaker.workspace.weighing import WeighingPart

__all__ = ["Workspace"]


class Workspace(
    RequestsPart, CataloguePart, UndoingPart, RefreshingPart, SeeingPart, WeighingPart, ErasingPart, UpkeepPart
):
    """A folder with `data/` (the database) and `models/` (the fitted model), open for one thread.

    `Workspace.open()` makes what is missing. Each part of the class lives in the module of its noun; all of them stand
    on `matchmaker.workspace.opened.Opened`.
    """
