"""What is said of a source's file holds for its next one: columns, answers, and what every row becomes."""

from pathlib import Path

import pytest

from matchmaker.errors import FileRefused, UsageError
from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.workspace import Workspace
from tests.exchange.files import a_row, csv_text, written

ODD = "clave,Nom,Que,Wer,Wo\nX1,a,Audit of roads,Spain,Peru\nX2,a,Audit of schools,Spain,Kenya\n"
PROFILE = '[columns]\ntitle = "Que"\nprovider = "Wer"\npartner = "Wo"\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "ws", who="ana")


def load(workspace: Workspace, path: Path, **given: object) -> list[str]:
    """Refresh source `s` and return the notes of the report."""
    report = workspace.apply_refresh(workspace.plan_refresh(path, source="s", **given))  # type: ignore[arg-type]
    return list(report.notes)


def records(workspace: Workspace) -> set[tuple[str, str, str]]:
    return {(record.title, record.provider, record.partner) for record in workspace.experience(source="s")}


WANTED = {("Audit of roads", "ESP", "PER"), ("Audit of schools", "ESP", "KEN")}


def test_a_profile_is_kept_for_the_next_file_of_its_source(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, written(tmp_path, ODD), mapping=written(tmp_path, PROFILE, "p.toml"))
    assert records(workspace) == WANTED
    notes = load(workspace, written(tmp_path, ODD + "X3,a,Audit of courts,Spain,Ghana\n"))
    assert records(workspace) == WANTED | {("Audit of courts", "ESP", "GHA")}
    assert any("as was said of source s before" in note for note in notes)
    other = workspace.plan_refresh(tmp_path / "export.csv", source="other")
    assert not any("as was said" in note for note in other.report.notes)


def test_a_plan_that_is_not_applied_keeps_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, ODD)
    workspace.plan_refresh(path, source="s", mapping=written(tmp_path, PROFILE, "p.toml"))
    load(workspace, path)
    assert records(workspace) != WANTED


def test_auto_forgets_what_was_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, ODD)
    load(workspace, path, mapping=written(tmp_path, PROFILE, "p.toml"))
    notes = load(workspace, path, mapping=Path("auto"))
    assert records(workspace) != WANTED
    assert not any(
        "as was said" in note for note in notes + load(workspace, written(tmp_path, ODD + "X3,a,b,c,Peru\n"))
    )


def test_a_kind_for_every_row_is_kept_until_the_rule_is_asked_for_again(workspace: Workspace, tmp_path: Path) -> None:
    path, profile = written(tmp_path, ODD), written(tmp_path, PROFILE, "p.toml")
    for kind, mapping, offerings in (("offerings", profile, 2), ("", None, 2), ("rule", None, 0), ("", None, 0)):
        load(workspace, path, mapping=mapping, kind=kind)
        assert (len(workspace.offerings(source="s")), len(records(workspace))) == (offerings, 2 - offerings)
    assert records(workspace) == WANTED


def test_a_kept_profile_that_no_longer_fits_is_named_with_the_way_out(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, written(tmp_path, ODD), mapping=written(tmp_path, PROFILE, "p.toml"))
    with pytest.raises(FileRefused, match=r"kept for source s names a column the file has not: 'Wo'") as caught:
        workspace.plan_refresh(written(tmp_path, ODD.replace("Wo", "Where")), source="s")
    assert "--map auto" in caught.value.way_out
    assert records(workspace) == WANTED


def test_what_is_not_sure_is_asked_and_the_answers_are_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, ODD)
    layout = workspace.look_at(path, source="s")
    assert [(doubt.field, doubt.column) for doubt in layout.doubts] == [("title", "Nom"), ("partner", "Wer")]
    assert layout.examples("Wo") == ("Peru", "Kenya")
    notes = load(workspace, path, columns={"partner": "Wo", "provider": "Wer", "title": "Que"})
    assert records(workspace) == WANTED
    assert not any("Not sure" in note for note in notes)
    assert workspace.look_at(path, source="s").doubts == ()
    assert workspace.look_at(written(tmp_path, ODD + "X3,a,b,c,Peru\n"), source="s").doubts == ()


def test_an_answer_may_be_that_no_column_holds_it(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, written(tmp_path, csv_text([a_row()])), columns={"partner": "", "provider": "donor"})
    assert [offering.id for offering in workspace.offerings()] == []
    load(workspace, tmp_path / "export.csv", columns={"partner": "", "status": ""})
    assert [offering.id for offering in workspace.offerings()] == ["s:P-1"]


def test_unsure_columns_are_named_with_the_profile_that_settles_them(workspace: Workspace, tmp_path: Path) -> None:
    (said,) = (note for note in load(workspace, written(tmp_path, ODD)) if "Not sure" in note)
    assert "'Wer' as partner (0.60)" in said
    assert "--map" in said


def test_a_file_whose_columns_say_nothing_can_be_answered_for(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "Code,Situation,Donor\n1,aa,Spain\n2,bb,Spain\n")
    layout = workspace.look_at(path, source="s")
    assert layout.must and [doubt.field for doubt in layout.doubts] == ["title", "text", "partner", "provider"]
    with pytest.raises(FileRefused, match="columns needed are missing"):
        workspace.plan_refresh(path, source="s")
    plan = workspace.plan_refresh(path, source="s", columns={"title": "Situation"}, kind="offerings")
    assert plan.report.added == 2


@pytest.mark.parametrize(("kind", "made"), [("offerings", Offering), ("experience", Experience)])
def test_as_overrides_the_rule_and_the_column(
    workspace: Workspace, tmp_path: Path, kind: str, made: type[Offering | Experience]
) -> None:
    rows = [a_row(1, status="Pipeline"), a_row(2), a_row(3, kind="offering"), a_row(4, kind="experience")]
    path = written(tmp_path, csv_text(rows, (*rows[0], "kind")))
    load(workspace, path, kind=kind)
    found = [*workspace.offerings(), *workspace.experience()]
    assert len(found) == 4
    assert {type(record) for record in found} == {made}
    load(workspace, written(tmp_path, csv_text([*rows, a_row(5, status="Pipeline")], (*rows[0], "kind"))))
    assert {type(record) for record in (*workspace.offerings(), *workspace.experience())} == {made}


def test_as_moves_records_that_were_read_otherwise(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, csv_text([a_row(1), a_row(2)]))
    load(workspace, path)
    plan = workspace.plan_refresh(path, source="s", kind="offerings")
    assert (plan.report.changed, plan.report.offerings, plan.report.experience) == (2, 2, 0)


def test_as_changes_nothing_in_a_form_that_says_itself(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, Path(__file__).parent / "documents" / "answer_argentina.txt", kind="offerings")
    assert workspace.experience(source="s")


@pytest.mark.parametrize("text", ["\x7f", 'a "quoted" = \\ name', "tab\there", "ñ ＝ 中"])
def test_any_column_name_survives_being_kept(workspace: Workspace, tmp_path: Path, text: str) -> None:
    from matchmaker.exchange.profiles import Profile, as_toml, profile_of

    profile = Profile(
        {"title": (text,), "text": (text, "b")}, {"provider": text}, {"day_first": True}, {text: "offering"}
    )
    assert profile_of(as_toml(profile), "x") == Profile(
        profile.columns, profile.constants, profile.settings, {text.casefold(): "offering"}, "x"
    )


def test_an_answer_for_a_field_that_is_none_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        workspace.plan_refresh(written(tmp_path, ODD), source="s", mapping=tmp_path / "none.toml")
