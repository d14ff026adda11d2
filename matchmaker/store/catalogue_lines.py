"""The catalogue as lines of a list: what tells records apart and no more, so that 100,000 of them stay small."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from collections.abc import Iterator
from datetime import date
from sys import intern
from typing import Any, NamedTuple

from matchmaker.store.rows import day, or_damaged
from matchmaker.store.searching import condition, has_all, words_of
from matchmaker.store.store import Store

CHUNK = 5000
TITLE = 160
"""Characters of a title that a line holds."""


class CatalogueLine(NamedTuple):
    """An offering, or a record of experience, named by its title or else by its first activity."""

    id: str
    title: str
    provider: str
    partner: str = ""
    confirmed: date | None = None
    withdrawn: bool = False


_ACTIVITIES = """SELECT {what} FROM experience_activities l JOIN activities a ON a.seq = l.activity_seq
    WHERE l.experience_seq = experience.seq"""
_SEARCHED = {
    "offerings": "title || ' ' || text || ' ' || institution || ' ' || provider || ' ' || id",
    "experience": "title || ' ' || institution || ' ' || provider || ' ' || partner || ' ' || id || ' ' || "
    f"coalesce(({_ACTIVITIES.format(what='''group_concat(a.text, ' ')''')}), '')",
}
_SHOWN = {
    "offerings": f"id, substr(title, 1, {TITLE}), provider, '', last_confirmed, withdrawn",
    "experience": f"""id, substr(coalesce(nullif(title, ''), ({_ACTIVITIES.format(what="a.text")}
        ORDER BY l.position LIMIT 1), ''), 1, {TITLE}), provider, partner, NULL, withdrawn""",
}


def lines(store: Store, table: str, text: str, withdrawn: bool | None) -> Iterator[CatalogueLine]:
    """The records of "offerings" or "experience" with every word of `text`, in the order they came.

    `withdrawn` None means both live and withdrawn.
    """
    words, after = words_of(text), 0
    searched = _SEARCHED[table] if words else "''"
    like, patterns = condition(words, (searched,))
    live = "1" if withdrawn is None else f"+withdrawn = {int(withdrawn)}"
    where = f"seq > ? AND {live} AND {like}"
    sql = f"SELECT seq, {searched}, {_SHOWN[table]} FROM {table} WHERE {where} ORDER BY seq LIMIT ?"
    while rows := store.rows(sql, [after, *patterns, CHUNK]):
        yield from (_line(row[2], row) for row in rows if has_all(words, row[1]))
        after = rows[-1][0]


@or_damaged
def _line(record_id: str, v: tuple[Any, ...]) -> CatalogueLine:
    return CatalogueLine(record_id, v[3], intern(v[4]), intern(v[5]), day(v[6]), bool(v[7]))
