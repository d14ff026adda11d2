"""Records for tests: say only what the test is about."""

import hashlib
from dataclasses import replace
from typing import Any

from matchmaker.experience import Activity, Experience
from matchmaker.offerings import Offering
from matchmaker.requests import Request


def a_request(**given: Any) -> Request:
    """A request for training in the management of seized assets, unless told otherwise."""
    return replace(
        Request(
            id="R-1",
            text="Please train our officers to manage seized and confiscated property.",
            country="KEN",
            language="en",
        ),
        **given,
    )


def an_offering(**given: Any) -> Offering:
    """A programme on asset management, unless told otherwise."""
    return replace(
        Offering(
            id="test:assets",
            title="Course in asset management",
            text="A training course on the management and disposal of seized and forfeited assets.",
            provider="MEX",
            types=("Capacity-building",),
            language="en",
        ),
        **given,
    )


def an_experience(**given: Any) -> Experience:
    """Help with an open data policy from Mexico to Saint Lucia, unless told otherwise."""
    text = given.pop("text", "Workshops on open data for the Office of the Prime Minister.")
    return replace(
        Experience(
            id="test:mex-lca",
            provider="MEX",
            partner="LCA",
            activities=(Activity(id=hashlib.sha256(text.encode()).hexdigest()[:16], text=text, kind="workshop"),),
            language="en",
        ),
        **given,
    )
