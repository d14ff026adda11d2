"""What people read, kept whole: a change here is meant, or it is a fault."""

import os
from pathlib import Path

import pytest

from matchmaker.cli.answers import put_answer
from matchmaker.cli.output import bar, put_bytes, put_table
from matchmaker.matches import Answer, Kind, Match, Need, NeedAnswer, Reason, ReasonKind, Verdict

GOLDEN = Path(__file__).with_name("golden")
REASONS = (
    Reason(ReasonKind.TRANSLATION, "bienes incautados", "seized assets", 0.4),
    Reason(ReasonKind.TERM, "training", "training", 0.2),
)
COURSE = Match(1, Kind.OFFERING, "test:assets", 0.6, REASONS, "Course in asset management", "MEX", types=("Others",))
POLICY = Match(
    2, Kind.OFFERING, "test:policy", 0.05, (), "Policy advice", "PER", notes=("topic fits, drafting is not offered",)
)
PROOF = Match(
    1, Kind.EXPERIENCE, "test:mex-cri", 0.25, REASONS[1:], "", "MEX", "CRI", activities=("Trained 40 officers.",),
    overruled="pinned",
)  # fmt: skip
ASKED = "Capacitación en bienes incautados. Tractores."
ANSWERS = {
    "match": Answer("m", None, ASKED, "es", "CRI", Verdict.MATCH, offerings=(COURSE, POLICY), experience=(PROOF,)),
    "none": Answer("m", None, "Tractores.", "es", None, Verdict.NONE, missing=("tractores",), offerings=(POLICY,)),
    "clarify": Answer("m", None, "Ayuda.", "es", None, Verdict.CLARIFY, clarify=("Help with what?",)),
    "needs": Answer(
        "m", "R-1", ASKED, "es", "CRI", Verdict.PARTIAL,
        needs=(
            NeedAnswer(Need("Capacitación en bienes incautados.", 0, 34), Verdict.MATCH, (COURSE,), (PROOF,)),
            NeedAnswer(Need("Tractores.", 35, 45), Verdict.NONE, missing=("tractores",)),
        ),
        offerings=(COURSE,), experience=(PROOF,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_for_people(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    put_answer(ANSWERS[name])
    said = capsys.readouterr().out
    path = GOLDEN / f"answer-{name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("share", "drawn"), [(-1, ""), (0, ""), (0.5, "█████"), (1, "██████████"), (9, "██████████")])
def test_a_bar_never_leaves_its_cells(share: float, drawn: str) -> None:
    assert bar(share) == drawn


def test_a_table_in_a_pipe_cuts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    put_table(("a", "b"), [("x" * 500, "y\ny"), (1, None)])
    assert capsys.readouterr().out == f"{'x' * 500}\ty y\n1\tNone\n"


def test_a_file_in_a_pipe_is_left_as_it_is(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    put_bytes(b"a\x1b[2J\r\n", "csv")
    assert capfdbinary.readouterr().out == b"a\x1b[2J\r\n"
