"""A matcher loaded from disk answers as the one that was saved, bit for bit; anything else on disk means refit."""

from pathlib import Path

import numpy as np
import pytest

from matchmaker.experience import Experience
from matchmaker.matching import modelfile
from matchmaker.matching.glossary import Glossary, Idea
from matchmaker.matching.matcher import Changes, Matcher
from matchmaker.matching.recipe import Recipe
from matchmaker.offerings import Offering
from tests.builders import a_request, an_experience, an_offering

GLOSSARY = Glossary((Idea("t.oc", "topic", {"en": ("open contracting",), "es": ("contratación abierta",)}, ("OCDS",)),))


class _Shelf:
    """The records of a test, by id."""

    def __init__(self, *records) -> None:
        self._records = {record.id: record for record in records}

    def offering(self, id: str):  # noqa: A002
        return self._records[id]

    def offerings(self, ids):
        return [self._records[id_] for id_ in ids if isinstance(self._records[id_], Offering)]

    def experiences(self, ids):
        return [self._records[id_] for id_ in ids if isinstance(self._records[id_], Experience)]


@pytest.fixture
def catalogue() -> list:
    offerings = [
        an_offering(
            id=f"s:{number}", title=f"{word} course", text=f"Training of officers in {word} and open contracting."
        )
        for number, word in enumerate(["audit", "procurement", "asset recovery", "witnesses", "transparency"] * 3)
    ]
    return [*offerings, an_experience()]


def _fitted(catalogue: list) -> Matcher:
    return Matcher.fit(catalogue[:-1], catalogue[-1:], GLOSSARY)


def test_a_loaded_matcher_answers_bit_for_bit(tmp_path: Path, catalogue: list) -> None:
    matcher = _fitted(catalogue)
    matcher.save(tmp_path, "print")
    loaded = Matcher.load(tmp_path, "print", glossary=GLOSSARY)
    assert loaded is not None
    assert loaded.model_id == matcher.model_id
    shelf = _Shelf(*catalogue)
    for text in (
        "Procurement audits and contratación abierta",
        "Recover stolen assets, please; OCDS",
        "Nothing at all",
    ):
        request = a_request(text=text, language=None)
        assert repr(loaded.answer(request, shelf)) == repr(matcher.answer(request, shelf))


def test_a_saved_matcher_is_fitted_again_as_one_never_saved(
    tmp_path: Path, catalogue: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.matching.fitted.MOST_PROVEN", 0)
    mark = {"entry": 7}
    _fitted(catalogue).save(tmp_path, "before", mark)
    new = an_offering(id="s:new", title="Asset declarations", text="A register.")
    changed = [*catalogue[:3], new, *catalogue[4:]]
    found = Matcher.load_to_refit(tmp_path, glossary=GLOSSARY)
    assert found is not None
    assert found[1] == mark
    again = found[0].refit(Changes([new.id], [catalogue[3].id]), _Shelf(*changed))
    anew = _fitted(changed)
    assert again is not None
    assert again.model_id == anew.model_id
    again.save(tmp_path / "a", "after", mark)
    anew.save(tmp_path / "b", "after", mark)
    one, two = modelfile.load(tmp_path / "a"), modelfile.load(tmp_path / "b")
    assert one is not None
    assert two is not None
    assert [name for name in one.arrays if one.arrays[name].tobytes() != two.arrays[name].tobytes()] == []
    assert Matcher.load_to_refit(tmp_path, glossary=Glossary()) is None


def test_a_matcher_saved_without_mark_or_damaged_is_not_fitted_again(tmp_path: Path, catalogue: list) -> None:
    _fitted(catalogue).save(tmp_path, "print")
    assert Matcher.load_to_refit(tmp_path, glossary=GLOSSARY) is None
    _fitted(catalogue).save(tmp_path, "print", {"entry": 7})
    (data,) = tmp_path.glob("*.npz")
    found = modelfile.load(tmp_path)
    assert found is not None
    whole = data.read_bytes()
    at = whole.index(found.arrays["kept.offerings.lengths"].tobytes())
    data.write_bytes(whole[:at] + b"\x7f" + whole[at + 1 :])
    assert Matcher.load_to_refit(tmp_path, glossary=GLOSSARY) is None


def test_another_catalogue_glossary_recipe_or_library_means_refit(
    tmp_path: Path, catalogue: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fitted(catalogue).save(tmp_path, "print")
    assert Matcher.load(tmp_path, "of another catalogue", glossary=GLOSSARY) is None
    assert Matcher.load(tmp_path, "print", glossary=Glossary()) is None
    assert Matcher.load(tmp_path, "print", glossary=GLOSSARY, recipe=Recipe(word=2.0)) is None
    monkeypatch.setattr("matchmaker.matching.saving.version", lambda _: "0.1")
    assert Matcher.load(tmp_path, "print", glossary=GLOSSARY) is None


@pytest.mark.parametrize("change", ["missing", "shorter", "flat"])
def test_arrays_that_do_not_fit_together_mean_refit(tmp_path: Path, catalogue: list, change: str) -> None:
    _fitted(catalogue).save(tmp_path, "print")
    model = modelfile.load(tmp_path)
    assert model is not None
    arrays = {name: np.array(array) for name, array in model.arrays.items()}
    name = "offerings.postings.docs"
    if change == "missing":
        del arrays[name]
    elif change == "shorter":
        arrays[name] = arrays[name][:-1]
    else:
        arrays["offerings.postings.starts"] = arrays["offerings.postings.starts"][::-1]
    modelfile.save(tmp_path, arrays, model.facts)
    assert Matcher.load(tmp_path, "print", glossary=GLOSSARY) is None


def test_a_damaged_long_list_is_noticed_when_it_is_read(
    tmp_path: Path, catalogue: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.matching.saving.LONG", 10)
    _fitted(catalogue).save(tmp_path, "print")
    model = modelfile.load(tmp_path)
    assert model is not None
    at = model.arrays["offerings.postings.weights"].__array_interface__["data"][0]
    base = np.frombuffer(model._map, np.uint8).__array_interface__["data"][0]
    with model.path.open("r+b") as file:
        file.seek(at - base)
        file.write(b"\x7f\xff\x7f\xff")
    loaded = Matcher.load(tmp_path, "print", glossary=GLOSSARY)
    assert loaded is not None
    with pytest.raises(modelfile.Damaged):
        loaded.answer(a_request(text="Training of officers in open contracting"), _Shelf(*catalogue))
