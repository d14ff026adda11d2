"""A fitted catalogue as the arrays and facts of a model file, and back.

Dataclasses are taken apart field by field and put together again by their annotations, so that a new field of the model
needs no line here: arrays, strings, posting lists, plain numbers and texts, and dataclasses of those (or None).
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

from matchmaker import __version__
from matchmaker.matching import modelfile
from matchmaker.matching.modelfile import ModelFile
from matchmaker.matching.postings import Postings
from matchmaker.matching.strings import Strings

Fitted = TypeVar("Fitted")
Arrays = dict[str, np.ndarray[Any, Any]]
LONG = 1 << 18
"""Posting lists and matrices with more elements than this are not read when a model is opened."""
SCHEMA = 7
_PREPARED = "prepared"


def save(
    folder: Path, fitted: Any, facts: Mapping[str, Any], prepared: bytes = b"", beside: Mapping[str, Any] | None = None
) -> None:
    """Save a fitted catalogue with the facts that `load` will ask for. Raises OSError, with the old model untouched.

    `prepared` is anything else worth keeping, given back to whoever loads; each dataclass of `beside` is given back by
    its name where `load` is asked for it.
    """
    arrays, plain, lazy = packed(fitted)
    for name, value in (beside or {}).items():
        more, also, _ = packed(value)
        arrays.update({f"{name}.{path}": array for path, array in more.items()})
        plain.update({f"{name}.{path}": one for path, one in also.items()})
        lazy += [f"{name}.{path}" for path in more]
    arrays[_PREPARED] = np.frombuffer(prepared, np.uint8)
    modelfile.save(folder, arrays, {**_versions(), **facts, "plain": plain}, lazy=lazy)


def load(
    folder: Path,
    kind: type[Fitted],
    expected: Mapping[str, Any],
    take: Callable[[bytes], None],
    beside: Mapping[str, type[Any]] | None = None,
) -> tuple[Fitted, dict[str, Any], dict[str, Any]] | None:
    """The saved catalogue, its facts and what was saved beside it; None when it is missing, stale, damaged or made by
    another version.

    `take` gets what was given to `save` as `prepared`. What is asked for with `beside` is looked at as a whole, and so
    is all the rest then.
    """
    model = modelfile.load(folder, {**_versions(), **expected})
    if model is None:
        return None
    try:
        found = unpacked(kind, model, model.facts["plain"])
        take(model.array(_PREPARED).tobytes())
        also = {name: _unpack(kind, name, model, model.facts["plain"]) for name, kind in (beside or {}).items()}
        if beside:
            model.verify()
        return found, model.facts, also
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, modelfile.Damaged):
        return None


def _versions() -> dict[str, str]:
    """What a saved model must agree with besides its catalogue: our own layout, and the library that learned it."""
    try:
        learned_by = version("scikit-learn")
    except PackageNotFoundError:
        learned_by = ""
    return {"schema": str(SCHEMA), "matchmaker": __version__, "scikit-learn": learned_by}


def packed(value: Any) -> tuple[Arrays, dict[str, Any], list[str]]:
    """The arrays of a dataclass, its plain values by path, and which arrays are long enough to be read lazily."""
    arrays: Arrays = {}
    plain: dict[str, Any] = {}
    _pack(value, "", arrays, plain)
    return arrays, plain, [name for name, array in arrays.items() if array.size > LONG and not _is_structure(name)]


def unpacked(kind: type[Fitted], model: ModelFile, plain: dict[str, Any]) -> Fitted:
    """The dataclass `kind` from an open model. Raises KeyError, TypeError or ValueError when something does not fit."""
    return cast(Fitted, _unpack(kind, "", model, plain))


def _is_structure(name: str) -> bool:
    """Arrays that say where others begin are looked at when the model is opened, since they could lead astray."""
    return name.rpartition(".")[2] in ("starts", "firsts", "bytes", "prefixes", "peaks", "frequency", "tongues")


def _pack(value: Any, path: str, arrays: Arrays, plain: dict[str, Any]) -> None:
    if isinstance(value, np.ndarray):
        arrays[path] = value
    elif isinstance(value, Strings):
        arrays.update(value.arrays(path))
    elif isinstance(value, Postings):
        for part in ("starts", "docs", "weights", "peaks"):
            arrays[f"{path}.{part}"] = getattr(value, part)
        plain[path] = {"size": value.size, "norm": value.norm if value.norm < np.inf else None}
    elif is_dataclass(value):
        for field in fields(value):
            _pack(getattr(value, field.name), f"{path}.{field.name}" if path else field.name, arrays, plain)
    else:
        plain[path] = value


def _unpack(kind: Any, path: str, model: ModelFile, plain: dict[str, Any]) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if path in plain and plain[path] is None:
            return None
        kind = next(option for option in get_args(kind) if option is not type(None))
    if kind is Strings:
        for part in ("bytes", "starts", "prefixes"):
            model.check(f"{path}.{part}")
        return Strings.from_arrays(model.arrays, path)
    if kind is Postings:
        return _postings(path, model, plain[path])
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(
            **{
                field.name: _unpack(hints[field.name], f"{path}.{field.name}" if path else field.name, model, plain)
                for field in fields(kind)
            }
        )  # type: ignore[operator]
    if get_origin(kind) is np.ndarray:
        return model.array(path)
    value = plain[path]
    return tuple(value) if isinstance(value, list) else value


def _postings(path: str, model: ModelFile, plain: dict[str, Any]) -> Postings:
    starts, docs, weights, peaks = (model.arrays[f"{path}.{part}"] for part in ("starts", "docs", "weights", "peaks"))
    whole = len(starts) == len(peaks) + 1 and starts[0] == 0 and starts[-1] == len(docs) == len(weights)
    if not whole or bool(np.any(np.diff(starts) < 0)):
        raise ValueError(f"{path}: posting lists do not fit together")
    norm = np.inf if plain["norm"] is None else float(plain["norm"])
    guard = model.guard(f"{path}.docs", f"{path}.weights")
    return Postings(starts, docs, weights, int(plain["size"]), peaks, guard, norm)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
