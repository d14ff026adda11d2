"""The contracts of the architecture hold, and a planted violation of each is caught."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "matchmaker"


def tool(name: str) -> str:
    """A program of the environment the tests run in."""
    return str(Path(sys.executable).with_name(name))


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder)}
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its configuration, to do harm to."""
    shutil.copytree(PACKAGE, tmp_path / "matchmaker", ignore=shutil.ignore_patterns("__pycache__", "shipped"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    done = run([tool("lint-imports"), "--no-cache"], ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("place", "line", "broken"),
    [
        ("requests.py", "import matchmaker.store.store", "Layers"),
        ("matching/text.py", "import matchmaker.exchange.drafts", "Layers"),
        ("triage/queue.py", "import textual", "Terminal frameworks stay in the front ends"),
        ("cli/match.py", "import matchmaker.store.store", "Only workspace, triage and exchange reach the store"),
        ("cli/match.py", "import sqlite3", "SQL and learning stay in their homes"),
        ("tui/app.py", "import sklearn", "SQL and learning stay in their homes"),
    ],
)
def test_a_planted_import_is_caught(copy: Path, place: str, line: str, broken: str) -> None:
    path = copy / "matchmaker" / place
    path.write_text(f"{path.read_text()}\n{line}\n")
    done = run([tool("lint-imports"), "--no-cache"], copy)
    assert done.returncode != 0
    assert re.search(rf"{re.escape(broken)}[^\n]* BROKEN", done.stdout), done.stdout


def test_a_stray_module_is_caught(copy: Path) -> None:
    (copy / "matchmaker" / "utils.py").write_text('"""Things."""\n')
    done = run([tool("lint-imports"), "--no-cache"], copy)
    assert done.returncode != 0


def test_a_planted_type_error_is_caught(copy: Path) -> None:
    (copy / "matchmaker" / "files.py").open("a").write('\n\ndef wrong() -> int:\n    return "one"\n')
    done = run([tool("mypy"), "--cache-dir", str(copy / "cache"), "-m", "matchmaker.files"], copy)
    assert done.returncode != 0
    assert "Incompatible return value" in done.stdout


def test_a_planted_lint_is_caught(copy: Path) -> None:
    (copy / "matchmaker" / "files.py").open("a").write("\nimport pickle\n")
    done = run([tool("ruff"), "check", "--no-cache", "matchmaker/files.py"], copy)
    assert done.returncode != 0


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "shipped" not in path.parts)


FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {"pickle", "shelve", "marshal", "dill", "cloudpickle"}
PIPE = PACKAGE / "tui" / "worker.py"
"""The one place that may pickle: what goes between the desk and the process it has started, never a file."""


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_in_the_package_can_run_data(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name.partition(".")[0] for alias in node.names} | {
                (getattr(node, "module", "") or "").partition(".")[0]
            }
            assert not names & FORBIDDEN_MODULES - ({"pickle"} if path == PIPE else set()), node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            assert not (isinstance(owner, ast.Name) and owner.id == "joblib" and node.func.attr in ("load", "dump")), (
                node.lineno
            )
            if node.func.attr == "load" and isinstance(owner, ast.Name) and owner.id in ("np", "numpy"):
                allowed = {k.arg: k.value for k in node.keywords}
                given = allowed.get("allow_pickle")
                assert isinstance(given, ast.Constant) and given.value is False, node.lineno


NAKED = re.compile(r"\.(upsert_all|insert_all|executescript|atomic)\(|replace=True|alter=True")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_write_goes_round_the_one_transaction(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        assert not NAKED.search(line) or "shutil" in line, (number, line)


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if done.returncode:
        pytest.skip("this is not a checkout of the repository")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def test_no_machine_path_in_any_tracked_file() -> None:
    wrong = re.compile(rb"/(work|root|farm|home/[a-z]+)/|file:///opt|https?://[a-z.]*pypi")
    for path in tracked():
        if path.is_file() and path.suffix not in (".svg", ".png"):
            found = wrong.search(path.read_bytes())
            assert found is None or path == Path(__file__).resolve(), (path, found)


def test_only_the_folders_that_belong() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked() if len(path.relative_to(ROOT).parts) > 1}
    assert top <= {"matchmaker", "data", "models", "tests", ".ci"}


HOMES = ("store", "shipped")
WRITES = {"INSERT", "UPDATE", "DELETE", "REPLACE", "DROP", "ALTER", "CREATE"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_statement_that_writes_stands_outside_the_store(path: Path) -> None:
    if path.relative_to(PACKAGE).parts[0] in HOMES:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.split(maxsplit=2)
            assert not (len(words) > 2 and words[0] in WRITES and words[1] in ("INTO", "FROM", "TABLE")), node.lineno


PLANTED = (
    "import pickle",
    "import joblib\njoblib.load('model')",
    "import numpy as np\nnp.load('model.npz', allow_pickle=True)",
    "import numpy as np\nnp.load('model.npz')",
    "eval('1')",
    "exec('1')",
    "from marshal import loads",
)


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_way_to_run_data_is_caught(tmp_path: Path, planted: str) -> None:
    path = tmp_path / "planted.py"
    path.write_text(planted)
    with pytest.raises(AssertionError):
        test_nothing_in_the_package_can_run_data(path)


@pytest.mark.parametrize("planted", ["table.upsert_all(rows)", "db.executescript(text)", "with db.atomic():\n    pass"])
def test_a_planted_write_round_the_transaction_is_caught(tmp_path: Path, planted: str) -> None:
    path = tmp_path / "planted.py"
    path.write_text(planted)
    with pytest.raises(AssertionError):
        test_no_write_goes_round_the_one_transaction(path)
