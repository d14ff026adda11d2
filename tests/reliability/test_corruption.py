"""A damaged database: found, named, never spread into backups, and never a traceback."""

import random
from pathlib import Path

from matchmaker.errors import MatchmakerError
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.reliability.trials import refresh, trials, usable, write_export


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A copy with a page zeroed, bytes flipped, a stretch of noise, or the end cut off."""
    data = bytearray(content)
    way = chance.choice(["zero", "flip", "noise", "cut"])
    page = chance.randrange(len(data) // 4096) * 4096
    if way == "zero":
        data[page : page + 4096] = bytes(4096)
    elif way == "flip":
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif way == "noise":
        data[page : page + 512] = chance.randbytes(512)
    else:
        del data[page + chance.randrange(4096) :]
    return bytes(data)


def use(workspace: Workspace) -> bool:
    """Do what people do; returns whether the doctor finds the workspace sound. Raises only errors with a message."""
    workspace.counts()
    workspace.requests()
    workspace.offerings(text="asset")
    workspace.experience(limit=20)
    workspace.decisions()
    return all(finding.level != "error" for finding in workspace.doctor())


def test_damage_is_found_and_never_copied_over_good_backups(tmp_path: Path) -> None:
    chance = random.Random(99)
    root = tmp_path / "ws"
    write_export(tmp_path / "A.csv", "A", rows=200)
    with Workspace.open(root) as workspace:
        refresh(workspace, tmp_path / "A.csv")
        workspace.add_request(a_request(id="R-1"))
        good = workspace.backup()
    content = (root / "data" / "matchmaker.db").read_bytes()
    kept = good.read_bytes()
    found = 0
    count = trials(25, 200)
    for _ in range(count):
        (root / "data" / "matchmaker.db").write_bytes(mutated(content, chance))
        workspace = usable(root)
        if workspace is None:
            found += 1
            continue
        with workspace:
            try:
                sound = use(workspace)
            except MatchmakerError as error:
                assert error.message
                sound = False
            found += not sound
            before = set((root / "data" / "backups").glob("*.db"))
            try:
                workspace.backup()
            except MatchmakerError:
                assert set((root / "data" / "backups").glob("*.db")) == before
            assert good.read_bytes() == kept
        for extra in set((root / "data" / "backups").glob("*.db")) - {good}:
            extra.unlink()
    print(f"{found} of {count} mutations made the workspace unsound, all of them named")
    assert found > count // 3
    Workspace.restore_at(root, good)
    with Workspace.open(root) as workspace:
        assert use(workspace)


def test_restore_checks_first_and_keeps_what_it_replaces(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    with Workspace.open(root) as workspace:
        backup = workspace.backup(tmp_path / "kept.db")
        workspace.add_request(a_request(id="R-1"))
        kept = workspace.restore(backup)
        assert all(request.id != "R-1" for request in workspace.requests())
        workspace.restore(kept)
        assert workspace.request("R-1").version == 1
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(mutated(backup.read_bytes(), random.Random(1))[:20_000])
    before = (root / "data" / "matchmaker.db").read_bytes()
    with Workspace.open(root) as workspace:
        try:
            workspace.restore(damaged)
            raise AssertionError("a damaged backup was restored")
        except MatchmakerError as error:
            assert error.exit_code == 5
        assert workspace.request("R-1").version == 1
    assert (root / "data" / "matchmaker.db").read_bytes() == before
