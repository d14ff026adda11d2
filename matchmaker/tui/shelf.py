"""A shelf of the catalogue: what of it is looked at, and how."""

from dataclasses import dataclass

SHELVES = ("offerings", "experience", "providers", "partners")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is looked at: which shelf, the words searched for, live or withdrawn or both (None), the sort.

    A leading "-" of `sort` turns it round; without a sort the order is that in which the records came.
    """

    name: str = "offerings"
    text: str = ""
    withdrawn: bool | None = False
    sort: str = ""

    @property
    def column(self) -> str:
        """The column it is sorted by."""
        return self.sort.removeprefix("-")

    @property
    def backwards(self) -> bool:
        """Whether the sort is turned round."""
        return self.sort.startswith("-")
