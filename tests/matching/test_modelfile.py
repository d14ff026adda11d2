"""A saved model comes back exactly, or not at all: never changed, never half, and never by running anything."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from matchmaker.matching import modelfile
from matchmaker.matching.modelfile import BLOCK, MANIFEST, Damaged, load, save

FACTS = {"model_id": "m1", "fingerprint": "abc", "sizes": [1, 2]}


def _arrays(seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {
        "docs": rng.integers(0, 99, 600_000).astype(np.int32),
        "weights": rng.random(600_000).astype(np.float32),
        "starts": np.arange(1000),
        "words": np.frombuffer(b"abcdef", np.uint8),
        "flags": np.array([True, False]),
        "none": np.empty((0, 3), np.float64),
        "square": rng.random((5, 7)),
    }


def _data(folder: Path) -> Path:
    return folder / json.loads((folder / MANIFEST).read_text())["data"]


def test_comes_back_exactly_and_read_only(tmp_path: Path) -> None:
    arrays = _arrays()
    save(tmp_path, arrays, FACTS, lazy=("docs", "weights"))
    model = load(tmp_path, {"model_id": "m1"})
    assert model is not None
    assert model.facts == FACTS
    assert list(model.arrays) == list(arrays)
    for name, array in arrays.items():
        assert model.arrays[name].dtype == array.dtype
        assert model.arrays[name].shape == array.shape
        assert model.arrays[name].tobytes() == array.tobytes()
    model.verify()
    with pytest.raises(ValueError, match="read-only"):
        model.arrays["starts"][0] = 1


def test_is_a_plain_npz_without_objects_and_aligned(tmp_path: Path) -> None:
    save(tmp_path, _arrays(), FACTS)
    with np.load(_data(tmp_path), allow_pickle=False) as archive:
        for name, array in _arrays().items():
            assert np.array_equal(archive[name], array)
    offsets = [entry["offset"] for entry in json.loads((tmp_path / MANIFEST).read_text())["arrays"].values()]
    assert [offset % 64 for offset in offsets] == [0] * len(offsets)
    with pytest.raises(TypeError, match="cannot be saved"):
        save(tmp_path, {"objects": np.array([object()])}, FACTS)
    assert load(tmp_path) is not None


def test_other_facts_mean_refit(tmp_path: Path) -> None:
    save(tmp_path, _arrays(), FACTS)
    assert load(tmp_path, {"fingerprint": "abc"}) is not None
    assert load(tmp_path, {"fingerprint": "of another database"}) is None
    assert load(tmp_path, {"sklearn": "1.9"}) is None
    assert load(tmp_path / "nowhere") is None


def test_a_damaged_long_array_is_found_when_its_part_is_used(tmp_path: Path) -> None:
    save(tmp_path, _arrays(), FACTS, lazy=("docs", "weights"))
    entry = json.loads((tmp_path / MANIFEST).read_text())["arrays"]["docs"]
    with _data(tmp_path).open("r+b") as file:
        file.seek(entry["offset"] + BLOCK + 10)
        file.write(b"\xff\xff\xff")
    model = load(tmp_path)
    assert model is not None
    block = BLOCK // 4
    model.check("docs", np.array([0, 5]), np.array([100, 5]))
    model.check("docs", np.array([block * 2]), np.array([block * 2 + 9]))
    with pytest.raises(Damaged, match="damaged"):
        model.check("docs", np.array([0, block - 1]), np.array([3, block + 1]))
    with pytest.raises(Damaged):
        model.verify()


def test_saving_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    save(tmp_path, _arrays(1), {"model_id": "old"})
    old = load(tmp_path)
    save(tmp_path, _arrays(2), {"model_id": "new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([MANIFEST, _data(tmp_path).name])
    new = load(tmp_path)
    assert old is not None
    assert new is not None
    assert new.facts == {"model_id": "new"}
    assert old.arrays["docs"].tobytes() == _arrays(1)["docs"].tobytes()


def _mutate(rng: random.Random, folder: Path) -> str:
    """Damage the model in one of the ways disks, people and attackers do."""
    manifest, data = folder / MANIFEST, _data(folder)
    kind = rng.choice(
        ["cut data", "flip data", "zero data", "cut manifest", "flip manifest", "edit manifest", "gone", "swap"]
    )
    target = data if "data" in kind else manifest
    raw = bytearray(target.read_bytes())
    if kind.startswith("cut"):
        raw = raw[: rng.randrange(len(raw))]
    elif kind.startswith("flip"):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    elif kind.startswith("zero"):
        at = rng.randrange(len(raw))
        raw[at : at + 4096] = bytes(len(raw[at : at + 4096]))
    elif kind == "edit manifest":
        edited = json.loads(raw)
        entry = edited["arrays"][rng.choice(list(edited["arrays"]))]
        entry.update(
            rng.choice([{"shape": [-1]}, {"shape": [10**30]}, {"offset": 10**12}, {"dtype": "|O"}, {"crc32": ""}])
        )
        edited = rng.choice([edited, [], None, {"format": 99}, {**edited, "data": "../x"}, {**edited, "arrays": 3}])
        if isinstance(edited, dict) and rng.random() < 0.7:
            edited.pop("sha256", None)
            edited["sha256"] = modelfile._digest(edited)
        raw = bytearray(json.dumps(edited).encode())
    elif kind == "gone":
        data.unlink()
        return kind
    elif kind == "swap":
        data.write_bytes(b"PK\x03\x04" * 100)
        return kind
    target.write_bytes(raw)
    return kind


def test_300_mutated_models_are_refused_or_unchanged(tmp_path: Path) -> None:
    arrays = {name: array[:5000] for name, array in _arrays().items()}
    refused = 0
    for seed in range(300):
        folder = tmp_path / str(seed)
        save(folder, arrays, FACTS, lazy=("docs",))
        kind = _mutate(random.Random(seed), folder)
        model = load(folder, FACTS)
        try:
            if model is not None:
                model.verify()
        except Damaged:
            model = None
        if model is None:
            refused += 1
            continue
        assert kind in ("flip data", "zero data", "edit manifest"), f"{seed}: {kind} went unnoticed"
        for name, array in arrays.items():
            assert model.arrays[name].tobytes() == array.tobytes(), f"{seed}: {kind}"
    assert refused > 200


_SAVER = """
import sys
from pathlib import Path
import numpy as np
from matchmaker.matching.modelfile import save
print("ready", flush=True)
for n in range(1, 10**6):
    save(Path(sys.argv[1]), {"a": np.full(50_000, n), "b": np.full(50_000, n)}, {"n": n})
"""


def test_a_killed_save_leaves_the_old_model_or_the_new(tmp_path: Path) -> None:
    save(tmp_path, {"a": np.zeros(9), "b": np.zeros(9)}, {"n": 0})
    rng = random.Random(1)
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", _SAVER, str(tmp_path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(rng.random() * 0.2)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        model = load(tmp_path)
        assert model is not None
        model.verify()
        assert np.all(model.arrays["a"] == model.facts["n"])
        assert np.all(model.arrays["b"] == model.facts["n"])
    save(tmp_path, {"a": np.zeros(1)}, {"n": -1})
    assert not list(tmp_path.glob(".*.tmp"))
