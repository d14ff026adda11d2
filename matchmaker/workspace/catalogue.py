"""The catalogue of a workspace: offerings, experience, providers and partners."""

from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.triage.history import Counts, Event, PartnerSummary, ProviderSummary
from matchmaker.workspace.opened import Opened


class CataloguePart(Opened):
    """What can be given, and what was given before."""

    def offerings(
        self,
        *,
        text: str = "",
        provider: str = "",
        source: str = "",
        withdrawn: bool | None = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Offering]:
        """Offerings in the order they came; `withdrawn` None means both live and withdrawn."""
        raise NotImplementedError

    def offering(self, id: str) -> Offering:
        """The offering with that id, live or withdrawn. Raises NotFound."""
        raise NotImplementedError

    def offering_history(self, id: str) -> list[Event]:
        """What refreshes and people did to an offering or experience record, oldest first."""
        raise NotImplementedError

    def add_offering(self, offering: Offering, *, keep_sample: bool = False) -> Offering:
        """Store an offering entered by hand under source `own`; an empty id becomes the next "own:O-0001"."""
        raise NotImplementedError

    def experience(
        self,
        *,
        text: str = "",
        provider: str = "",
        partner: str = "",
        source: str = "",
        withdrawn: bool | None = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Experience]:
        """Experience records in the order they came; `withdrawn` None means both live and withdrawn."""
        raise NotImplementedError

    def experience_record(self, id: str) -> Experience:
        """The experience record with that id, live or withdrawn. Raises NotFound."""
        raise NotImplementedError

    def add_experience(self, experience: Experience, *, keep_sample: bool = False) -> Experience:
        """Store an experience record entered by hand under source `own`; an empty id becomes the next "own:E-0001"."""
        raise NotImplementedError

    def providers(self) -> list[ProviderSummary]:
        """Everyone who offers something or has helped, by name."""
        raise NotImplementedError

    def partners(self) -> list[PartnerSummary]:
        """Everyone who was helped, by name."""
        raise NotImplementedError

    def counts(self) -> Counts:
        """How much the workspace holds."""
        raise NotImplementedError
