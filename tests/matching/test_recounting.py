"""After a change only what changed is counted, and the result is that of counting everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import recounting
from matchmaker.matching.counting import Document
from matchmaker.matching.recounting import count_again, digests_of
from tests.matching.test_counting import GLOSSARY, TEXTS, WRITINGS, many


def _equal(some: recounting.Counted, whole: recounting.Counted) -> None:
    assert list(some.counts.names) == list(whole.counts.names)
    assert some.main == whole.main
    assert np.array_equal(some.digests, whole.digests)
    for name in ("starts", "lengths", "languages"):
        assert np.array_equal(getattr(some.counts, name), getattr(whole.counts, name)), name
    for a, b in zip(some.counts.starts[:-1], some.counts.starts[1:], strict=True):
        rows = [
            sorted(zip(one.counts.features[a:b].tolist(), one.counts.times[a:b].tolist(), strict=True))
            for one in (some, whole)
        ]
        assert rows[0] == rows[1]


@settings(max_examples=80, deadline=None)
@given(WRITINGS, st.data())
def test_counting_again_is_counting_anew(writings: list[Document], data: st.DataObject) -> None:
    before = count_again(writings, GLOSSARY)
    kept = [writing for writing in writings if data.draw(st.booleans())]
    added = data.draw(st.lists(st.builds(Document, TEXTS, TEXTS, st.sampled_from([None, "es"])), max_size=3))
    after = data.draw(st.permutations(kept + added))
    _equal(count_again(after, GLOSSARY, before), count_again(after, GLOSSARY))


def test_only_what_changed_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    writings = many(300)
    before = count_again(writings, GLOSSARY)
    taken: list[int] = []
    known = recounting.count_known
    monkeypatch.setattr(
        recounting, "count_known", lambda some, *rest, **more: taken.append(len(some)) or known(some, *rest, **more)
    )
    changed = [*writings[:100], Document("A new title", "and a text about audits", "en"), *writings[150:]]
    _equal(count_again(changed, GLOSSARY, before), count_again(changed, GLOSSARY))
    assert taken == [1, 251]


def test_a_change_of_the_main_language_is_noticed() -> None:
    unknown = Document("Xyz qrs", "nacionales tramites", None)
    english = [Document("The title of it", "and the text with the words", "en")] * 2
    spanish = [Document("El titulo de ello", "y el texto con las palabras", "es")] * 3
    before = count_again([unknown, *english], GLOSSARY)
    after = [unknown, *english, *spanish]
    assert before.main != count_again(after, GLOSSARY).main
    _equal(count_again(after, GLOSSARY, before), count_again(after, GLOSSARY))


def test_digests_tell_title_text_and_language_apart() -> None:
    documents = [Document("a", "b"), Document("a\0b", ""), Document("ab", ""), Document("a", "b", "en")]
    assert len({tuple(row) for row in digests_of(documents).tolist()}) >= 3
    assert tuple(digests_of(documents)[0]) != tuple(digests_of(documents)[3])
