"""After a change only what changed is counted, and the matcher is that of a fit of everything, bit for bit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.experience import Activity, Experience
from matchmaker.matching import counting, fitted, latent, recounting, refitting, weighting
from matchmaker.matching.matcher import Changes, Matcher
from matchmaker.matching.saving import packed
from matchmaker.offerings import Offering
from tests.matching.test_counting import GLOSSARY, TEXTS

TITLES = st.sampled_from(["", "Open contracting", "Formación de auditores", "Money laundering and AML"])
TONGUES = st.sampled_from([None, "es", "fr"])
OFFERINGS = st.builds(
    Offering,
    st.integers(0, 12).map("s:{}".format),
    TITLES,
    TEXTS,
    st.sampled_from(["MEX", "KEN"]),
    st.sampled_from([(), ("Capacity-building",)]),
    language=TONGUES,
    articles=st.sampled_from([(), (9, 13)]),
    placeholder=st.booleans(),
)
ACTIVITIES = st.lists(
    st.integers(0, 5).map(lambda n: Activity(f"a{n}", f"Training of officers number {n} in open contracting")),
    max_size=3,
).map(tuple)
EXPERIENCE = st.builds(
    Experience,
    st.integers(0, 9).map("x:{}".format),
    st.sampled_from(["MEX", "KEN"]),
    st.sampled_from(["PER", "CRI"]),
    ACTIVITIES,
    title=TITLES,
    language=TONGUES,
    placeholder=st.booleans(),
)
Catalogue = dict[str, Any]
CATALOGUE = st.builds(
    lambda some, others: {record.id: record for record in (*some, *others)},
    st.lists(OFFERINGS, max_size=10),
    st.lists(EXPERIENCE, max_size=8),
)


@pytest.fixture(autouse=True)
def any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit again whatever the size of the catalogue and the change; compare nothing pair by pair for proven work."""
    monkeypatch.setattr(refitting, "MOST_CHANGED", 0)
    monkeypatch.setattr(fitted, "MOST_PROVEN", 0)


def fit(records: Catalogue) -> Matcher:
    offerings = [record for record in records.values() if isinstance(record, Offering)]
    return Matcher.fit(offerings, [record for record in records.values() if isinstance(record, Experience)], GLOSSARY)


class Source:
    """The catalogue after a change, which minds being asked for offerings that did not change."""

    def __init__(self, records: Catalogue, fresh: Sequence[str]) -> None:
        self.records, self.fresh = records, set(fresh)

    def offerings(self, ids: Sequence[str]) -> list[Offering]:
        assert self.fresh.issuperset(ids)
        return [record for id_ in ids if isinstance(record := self.records[id_], Offering)]

    def experiences(self, ids: Sequence[str]) -> list[Experience]:
        return [record for id_ in ids if isinstance(record := self.records[id_], Experience)]


def refit(before: Catalogue, after: Catalogue, start: Matcher | None = None) -> Matcher | None:
    """The matcher after a change, given only what changed."""
    fresh = [id_ for id_, record in after.items() if before.get(id_) != record]
    gone = [id_ for id_ in before if id_ not in after]
    return (start or fit(before)).refit(Changes(fresh, gone), Source(after, fresh))


def equal(one: Matcher, other: Matcher) -> None:
    for a, b in ((one.fitted, other.fitted), (one.kept, other.kept)):
        (arrays, plain, _), (others, facts, _) = packed(a), packed(b)
        assert plain == facts
        assert arrays.keys() == others.keys()
        for name, array in arrays.items():
            assert array.dtype == others[name].dtype, name
            assert np.array_equal(array, others[name]), name
    assert one.model_id == other.model_id


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CATALOGUE, CATALOGUE, st.booleans())
def test_fitting_again_is_fitting_everything(before: Catalogue, after: Catalogue, kept: bool) -> None:
    if kept:
        after = {**before, **after}
    again = refit(before, after)
    if again is None:
        assert main_of(before) != main_of(after)
    else:
        equal(again, fit(after))


def main_of(records: Catalogue) -> str | None:
    return fit(records).fitted.vocabulary.main_language


def test_change_after_change_stays_that_of_a_fit_of_everything() -> None:
    rng = np.random.default_rng(3)
    words = [f"word{number}" for number in range(60)]
    records: Catalogue = {}
    matcher = fit(records)
    for _ in range(12):
        after = dict(records)
        for number in rng.integers(0, 40, 8).tolist():
            text = " ".join(rng.choice(words, rng.integers(1, 30)))
            after[f"s:{number}"] = Offering(f"s:{number}", "The title", text, "MEX", (), language="en")
            activities = tuple(
                Activity(f"a{n}", f"{words[n]} and {words[n + 1]}") for n in rng.integers(0, 20, 2).tolist()
            )
            after[f"x:{number}"] = Experience(
                f"x:{number}", "MEX", "PER", activities, title=words[number], language="en"
            )
        for number in rng.integers(0, 40, 3).tolist():
            after.pop(f"s:{number}", None)
            after.pop(f"x:{number}", None)
        again = refit(records, after, matcher)
        assert again is not None
        equal(again, fit(after))
        records, matcher = after, again


def many(size: int, seed: int = 1) -> Catalogue:
    rng = np.random.default_rng(seed)
    words = np.array([f"{chr(97 + n % 26)}{chr(97 + n // 26)}word" for n in range(300)])
    topics = rng.choice(words, (8, 40))
    texts = [" ".join(rng.choice(topics[n % 8], 70)) for n in range(size)]
    return {f"s:{n:04}": Offering(f"s:{n:04}", "", text, "MEX", (), language="en") for n, text in enumerate(texts)}


def test_only_what_changed_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    before = many(60)
    start = fit(before)
    after = {
        **before,
        "s:0007": replace(before["s:0007"], text="about audits"),
        "s:new": replace(before["s:0001"], id="s:new"),
    }
    del after["s:0030"]
    taken: list[int] = []
    count = counting.count_known
    monkeypatch.setattr(
        recounting, "count_known", lambda some, *rest, **more: taken.append(len(some)) or count(some, *rest, **more)
    )
    again = refit(before, after, start)
    assert again is not None
    assert taken == [2]
    equal(again, fit(after))


def test_another_mean_length_weighs_all_texts_again() -> None:
    before = many(40)
    after = {**before, **{id_: replace(record, text=record.text * 3) for id_, record in list(before.items())[:9]}}
    again = refit(before, after)
    assert again is not None
    assert again.kept is not None
    assert np.mean(again.kept.offerings.lengths) > 70 * weighting.MEAN_STEP
    equal(again, fit(after))


def test_another_main_language_means_a_fit_of_everything() -> None:
    unknown = Offering("s:1", "Xyz qrs", "nacionales tramites", "MEX")
    english = Offering("s:2", "The title of it", "and the text with the words", "MEX", language="en")
    spanish = [replace(english, id=f"s:{number}", language="es") for number in (3, 4)]
    before = {record.id: record for record in (unknown, english)}
    assert refit(before, {**before, **{record.id: record for record in spanish}}) is None


class TestRelatedness:
    """Latent directions stay until a tenth of the texts has changed; all else is as after a fit of everything."""

    @pytest.fixture(autouse=True)
    def not_few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recounting, "ALWAYS_RELEARNED", 0)

    def after(self, before: Catalogue, changed: int) -> Catalogue:
        new = list(many(changed, seed=2).values())
        return {**before, **{record.id: record for record in new}}

    def test_changed_texts_are_folded_in(self) -> None:
        before = many(150)
        start = fit(before)
        after = self.after(before, 9)
        again, anew = refit(before, after, start), fit(after)
        assert again is not None
        one, other, old = (m.fitted.offerings.latent for m in (again, anew, start))
        assert one is not None and other is not None and old is not None
        assert one.changed == 9
        assert one.origin == old.origin != other.origin
        assert one.trust == other.trust
        assert again.model_id != anew.model_id
        equal(self.without(again), self.without(anew))
        # Folded in text by text, or all at once: the same.
        everything = latent.folded_in(one, recounting.rows_of(again.fitted.offerings.postings, np.arange(150)))
        assert np.array_equal(one.texts, everything)
        assert np.array_equal(one.texts[9:], old.texts[9:])

    def test_those_of_few_texts_are_learned_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recounting, "ALWAYS_RELEARNED", 150)
        before = many(150)
        again = refit(before, self.after(before, 1))
        assert again is not None
        equal(again, fit(self.after(before, 1)))

    def test_much_changed_is_learned_again(self) -> None:
        before = many(150)
        middle = self.after(before, 9)
        start = refit(before, middle)
        after = {
            **middle,
            **{id_: replace(record, text=record.text + " more") for id_, record in list(middle.items())[-7:]},
        }
        again = refit(middle, after, start)
        assert again is not None
        equal(again, fit(after))

    def without(self, matcher: Matcher) -> Matcher:
        plain = replace(matcher.fitted, offerings=replace(matcher.fitted.offerings, latent=None))
        return Matcher(plain, matcher.glossary, "", matcher.recipe, matcher.kept)


def test_a_small_catalogue_or_a_large_change_means_a_fit_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    before = many(20)
    after = {**before, "x:1": Experience("x:1", "MEX", "PER", (Activity("a", "b"),))}
    assert refit(before, after) is not None
    monkeypatch.setattr(fitted, "MOST_PROVEN", 1000)
    assert refit(before, after) is None
    monkeypatch.setattr(refitting, "MOST_CHANGED", 4)
    assert refit(before, {id_: replace(record, text="other") for id_, record in before.items()}) is None
