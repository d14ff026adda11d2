"""Refreshing: every row accounted for, nothing lost, nothing withdrawn on a doubtful word; all reversible."""

import csv
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from matchmaker.errors import FileRefused, UsageError, WithdrawalsHeld
from matchmaker.exchange import filling, refreshing
from matchmaker.exchange.guarding import check_confirmation, check_name, day_in_name, source_name
from matchmaker.exchange.report import FileReport
from matchmaker.matches import Step
from matchmaker.requests import State
from matchmaker.store import checking, plans
from matchmaker.store.store import Store
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.shared import SHARED, needs_shared

HEADER = ("id", "title", "description", "recipient_country", "reporting_org", "status", "start_date")
Rows = Iterable[tuple[str, ...]]


def a_row(number: int, **given: str) -> tuple[str, ...]:
    """An activity for Kenya, unless told otherwise."""
    said = {
        "id": f"A-{number}",
        "title": f"Support {number}",
        "description": f"Workshops on asset recovery, part {number}",
        "recipient_country": "Kenya",
        "reporting_org": "Agency of Tests",
        "status": "Implementation",
        "start_date": "2021-03-04",
    } | given
    return tuple(said[name] for name in HEADER)


def write(path: Path, rows: Rows, header: tuple[str, ...] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "ws", who="ana")


def load(workspace: Workspace, path: Path, *, confirm: int | None = None, source: str = "ug-aims") -> FileReport:
    """Plan and apply as the command does, but for the model."""
    plan = workspace.plan_refresh(path, source=source)
    withdraw = check_confirmation(plan, confirm, accept_older=False)
    report = refreshing.apply(workspace.store, plan, workspace.clock(), workspace.who, withdraw=withdraw)
    plan.close()
    assert checking.damage(workspace.store) == []
    return report


def counted(report: FileReport) -> dict[str, int]:
    """The counts that are not zero."""
    names = ("rows", "added", "changed", "unchanged", "revived", "duplicate", "rejected", "withdrawn", "held")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def test_first_refresh_adds_everything_and_withdraws_the_sample(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.counts().offerings > 0
    report = load(workspace, write(tmp_path / "x.csv", map(a_row, range(20))))
    assert counted(report) == {"rows": 20, "added": 20}
    assert (report.offerings, report.experience) == (0, 20)
    assert workspace.counts().offerings == 0
    assert {record.source.name for record in workspace.experience()} == {"ug-aims"}


def test_sample_stays_when_asked(workspace: Workspace, tmp_path: Path) -> None:
    plan = workspace.plan_refresh(write(tmp_path / "x.csv", map(a_row, range(3))), source="x")
    workspace.apply_refresh(plan, keep_sample=True)
    assert {record.source.name for record in workspace.experience()} == {"sample", "x"}


def test_each_kind_of_change_is_counted(workspace: Workspace, tmp_path: Path) -> None:
    rows = [a_row(n) for n in range(100)]
    load(workspace, write(tmp_path / "1.csv", rows))
    rows[3] = a_row(3, description="Something quite different")
    later = [*rows[:95], a_row(200), rows[7]]
    report = load(workspace, write(tmp_path / "2.csv", later))
    assert counted(report) == {
        "rows": 97, "added": 1, "changed": 1, "unchanged": 94, "duplicate": 1, "withdrawn": 5,
    }  # fmt: skip
    assert len(workspace.experience(source="ug-aims", withdrawn=True)) == 5
    back = load(workspace, write(tmp_path / "3.csv", [*rows, a_row(200)]))
    assert counted(back) == {"rows": 101, "unchanged": 96, "revived": 5}
    assert workspace.experience_record("ug-aims:A-3").activities[0].text == "Something quite different"
    what = [event.what for event in workspace.offering_history("ug-aims:A-98")]
    assert what == ["added", "withdrawn", "revived"]


def test_plan_changes_nothing_and_shows_fields(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", [a_row(n) for n in range(10)]))
    before = list(workspace.store.connection.iterdump())
    plan = workspace.plan_refresh(
        write(tmp_path / "2.csv", [a_row(0, title="New title"), *(a_row(n) for n in range(1, 9)), a_row(11)]),
        source="ug-aims",
    )
    assert list(workspace.store.connection.iterdump()) == before
    assert {(change.outcome, change.id) for change in plan.changes} == {
        ("added", "ug-aims:A-11"), ("changed", "ug-aims:A-0"), ("withdrawn", "ug-aims:A-9"),
    }  # fmt: skip
    changed = next(change for change in plan.changes if change.outcome == "changed")
    assert [(field.field, field.before, field.after) for field in changed.fields] == [
        ("title", "Support 0", "New title")
    ]
    assert plan.report.dry_run
    plan.close()
    assert not list((tmp_path / "ws" / "data").glob(".*.tmp*"))


def test_same_file_twice_does_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.csv", [*(a_row(n) for n in range(10)), a_row(3), a_row(11, recipient_country="Republic")]
    )
    first = load(workspace, path)
    runs = len(workspace.refresh_history())
    again = load(workspace, path)
    assert counted(again) == {"rows": 12, "unchanged": first.added, "duplicate": 1, "rejected": 1}
    assert again.rejections == first.rejections
    assert len(workspace.refresh_history()) == runs
    said = workspace.store.value("SELECT what FROM audit ORDER BY seq DESC LIMIT 1")
    assert said == "refresh, same file"


def test_same_id_with_different_content_takes_neither(workspace: Workspace, tmp_path: Path) -> None:
    rows = [a_row(0), a_row(1), a_row(1, title="Another"), a_row(2)]
    report = load(workspace, write(tmp_path / "x.csv", rows))
    assert counted(report) == {"rows": 4, "added": 2, "rejected": 2}
    assert sorted(rejection.row for rejection in report.rejections) == [3, 4]
    assert [record.id for record in workspace.experience(source="ug-aims")] == ["ug-aims:A-0", "ug-aims:A-2"]


def test_conflict_does_not_withdraw_or_change_what_is_held(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", [a_row(0), a_row(1)]))
    report = load(workspace, write(tmp_path / "2.csv", [a_row(0), a_row(1, title="One"), a_row(1, title="Two")]))
    assert counted(report) == {"rows": 3, "unchanged": 1, "rejected": 2}
    assert workspace.experience_record("ug-aims:A-1").title == "Support 1"
    assert not workspace.experience_record("ug-aims:A-1").withdrawn


def test_texts_that_differ_in_case_or_spaces_stay_apart(workspace: Workspace, tmp_path: Path) -> None:
    rows = [a_row(0, description="Workshops on recovery"), a_row(1, description="WORKSHOPS on Recovery")]
    load(workspace, write(tmp_path / "1.csv", rows))
    rows[0] = a_row(0, description="Workshops On Recovery")
    assert counted(load(workspace, write(tmp_path / "2.csv", rows))) == {"rows": 2, "changed": 1, "unchanged": 1}
    made = workspace.export("catalogue", tmp_path / "c.csv")
    assert isinstance(made, Path)
    assert counted(load(workspace, made)) == {"rows": 2, "unchanged": 2}


def test_two_sources_may_use_the_same_id(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", [a_row(0)]), source="one")
    load(workspace, write(tmp_path / "2.csv", [a_row(0, title="Other")]), source="two")
    assert {record.id for record in workspace.experience()} == {"one:A-0", "two:A-0"}


@pytest.mark.parametrize(
    ("live", "left", "held"), [(100, 90, 0), (100, 89, 11), (20, 15, 0), (20, 14, 6), (4, 1, 0), (100, 0, 100)]
)
def test_guard_holds_more_than_five_and_a_tenth(
    workspace: Workspace, tmp_path: Path, live: int, left: int, held: int
) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(live))))
    report = load(workspace, write(tmp_path / "2.csv", map(a_row, range(left))))
    assert (report.held, report.withdrawn) == (held, 0 if held else live - left)
    assert len(workspace.experience()) == (live if held else left)


def test_rejected_row_holds_withdrawals(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(50))))
    report = load(
        workspace, write(tmp_path / "2.csv", [*map(a_row, range(48)), a_row(60, recipient_country="Republic")])
    )
    assert counted(report) == {"rows": 49, "unchanged": 48, "rejected": 1, "held": 2}


def test_confirmation_must_name_the_number(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(50))))
    fewer = write(tmp_path / "2.csv", [*map(a_row, range(20)), a_row(99)])
    plan = workspace.plan_refresh(fewer, source="ug-aims")
    assert (plan.confirm, plan.report.held) == (30, 30)
    with pytest.raises(WithdrawalsHeld, match="30 records would be withdrawn, not 29"):
        workspace.apply_refresh(plan, confirm_withdrawals=29)
    assert len(workspace.experience()) == 50
    report = workspace.apply_refresh(plan, confirm_withdrawals=30)
    assert (report.withdrawn, report.held, report.added) == (30, 0, 1)
    assert len(workspace.experience()) == 21


def test_held_file_can_be_confirmed_later(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(50))))
    fewer = write(tmp_path / "2.csv", map(a_row, range(20)))
    assert load(workspace, fewer).held == 30
    assert load(workspace, fewer).held == 30
    assert load(workspace, fewer, confirm=30).withdrawn == 30


def test_new_ids_for_everything_are_noticed(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(50))))
    plan = workspace.plan_refresh(write(tmp_path / "2.csv", map(a_row, range(100, 150))), source="ug-aims")
    assert any("change its ids" in reason for reason in plan.guard)
    assert plan.report.held == 50
    report = workspace.apply_refresh(plan)
    assert (report.added, report.held, report.withdrawn) == (50, 50, 0)
    assert len(workspace.experience(source="ug-aims")) == 100


def test_other_columns_than_last_time_hold_withdrawals(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(50))))
    wider = write(tmp_path / "2.csv", [(*a_row(n), "x") for n in range(49)], header=(*HEADER, "sector"))
    plan = workspace.plan_refresh(wider, source="ug-aims")
    assert plan.report.held == 1
    assert any("columns" in reason for reason in plan.guard)


def test_file_with_the_columns_of_another_source_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(5))), source="one")
    other = ("identifier", "project title", "summary", "country", "organisation", "status", "start")
    load(workspace, write(tmp_path / "2.csv", map(a_row, range(5)), header=other), source="two")
    with pytest.raises(FileRefused, match="columns of source two, not those of one"):
        workspace.plan_refresh(tmp_path / "2.csv", source="one")


def dated(path: Path, day: str, rows: int) -> Path:
    """An export whose rows were changed last on a day."""
    return write(path, ((*a_row(n), day) for n in range(rows)), (*HEADER, "last updated"))


def test_older_export_after_newer_is_refused_unless_accepted(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, dated(tmp_path / "may.csv", "2026-05-01", 6))
    plan = workspace.plan_refresh(dated(tmp_path / "april.csv", "2026-04-30", 5), source="ug-aims")
    assert "2026-04-30" in plan.refused
    assert any("--accept-older" in note for note in plan.report.notes)
    with pytest.raises(FileRefused, match="before the one loaded last") as caught:
        workspace.apply_refresh(plan)
    assert "--accept-older" in caught.value.way_out
    assert len(workspace.experience(source="ug-aims")) == 6
    report = workspace.apply_refresh(plan, accept_older=True)
    assert (report.unchanged, report.withdrawn) == (5, 1)
    load(workspace, dated(tmp_path / "may.csv", "2026-05-01", 6))
    assert len(workspace.experience(source="ug-aims")) == 6


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("aims-2026-11-01.csv", "2026-11-01"),
        ("AIMS_20261101_final.xlsx", "2026-11-01"),
        ("aims 2026.11.01 and 2026.12.01.csv", None),
        ("Brazil_2005-2011_raw.xlsx", None),
        ("aims-2026-13-01.csv", None),
        ("aims-2027-11-01.csv", None),
        ("1234202611011.csv", None),
    ],
)
def test_the_name_of_a_file_may_say_of_which_day_it_is(name: str, day: str | None) -> None:
    found = day_in_name(name, date(2026, 11, 24))
    assert (found and found.isoformat()) == day


def test_an_older_file_by_its_name_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "aims-2026-05-01.csv", map(a_row, range(6))))
    assert workspace.plan_refresh(
        write(tmp_path / "aims-2026-04-01.csv", map(a_row, range(5))), source="ug-aims"
    ).refused
    assert not workspace.plan_refresh(write(tmp_path / "aims.csv", map(a_row, range(5))), source="ug-aims").refused


def test_undo_takes_the_date_of_the_export_back_too(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, dated(tmp_path / "april.csv", "2026-04-30", 5))
    load(workspace, dated(tmp_path / "june.csv", "2026-06-01", 6))
    workspace.undo_refresh("ug-aims")
    assert workspace.plan_refresh(dated(tmp_path / "may.csv", "2026-05-01", 6), source="ug-aims").refused == ""
    assert workspace.plan_refresh(dated(tmp_path / "march.csv", "2026-03-01", 6), source="ug-aims").refused != ""


def test_open_decision_on_what_is_withdrawn_is_flagged_and_kept(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(50))))
    workspace.add_request(a_request(id="R-1"))
    workspace.decide("R-1", "ug-aims:A-49", Step.PROPOSED)
    workspace.decide("R-1", "ug-aims:A-48", Step.DECLINED)
    plan = workspace.plan_refresh(write(tmp_path / "2.csv", map(a_row, range(48))), source="ug-aims")
    report = workspace.apply_refresh(plan)
    assert report.flagged == ("ug-aims:A-49 (proposed for R-1)",)
    assert [entry.item_id for entry in workspace.decisions("R-1")] == ["ug-aims:A-49", "ug-aims:A-48"]
    assert any("ug-aims:A-49" in finding.what for finding in workspace.doctor())


def test_unmatched_request_that_has_an_answer_now_is_named(workspace: Workspace, tmp_path: Path) -> None:
    asked = "Please train our judges and clerks in the digital archiving of beekeeping permits and hive registers."
    workspace.add_request(a_request(id="R-1", text=asked))
    workspace.move("R-1", State.UNMATCHED)
    plan = workspace.plan_refresh(write(tmp_path / "1.csv", map(a_row, range(5))), source="other")
    assert workspace.apply_refresh(plan).now_answered == ()
    row = a_row(1, title="Training in digital archiving of beekeeping permits", description=asked)
    plan = workspace.plan_refresh(write(tmp_path / "2.csv", [row]), source="bees")
    assert workspace.apply_refresh(plan).now_answered == ("R-1",)


# -- undo and history -------------------------------------------------------------------------------------------------


def content(workspace: Workspace) -> list[tuple[object, ...]]:
    """Every record as it stands, without what only says which run wrote it."""
    return [
        (
            r.id,
            r.title,
            r.withdrawn,
            r.placeholder,
            tuple(a.text for a in r.activities),
            r.provider,
            r.partner,
            r.started,
        )
        for r in workspace.experience(withdrawn=None, source="ug-aims")
    ]


def test_undo_puts_back_exactly_what_was(workspace: Workspace, tmp_path: Path) -> None:
    rows = [a_row(n) for n in range(60)]
    load(workspace, write(tmp_path / "1.csv", rows))
    load(workspace, write(tmp_path / "2.csv", rows[:57]))
    before = content(workspace)
    changed = [*(a_row(n, title=f"Renamed {n}", description="other words") for n in range(10)), *rows[10:50]]
    load(workspace, write(tmp_path / "3.csv", [*changed, rows[58], a_row(90)]), confirm=7)
    after = content(workspace)
    assert after != before
    report = workspace.undo_refresh("ug-aims")
    assert (report.changed, report.revived, report.withdrawn) == (10, 7, 2)
    added = {"ug-aims:A-90"}
    assert [row for row in content(workspace) if row[0] not in added] == before
    assert workspace.experience_record("ug-aims:A-90").withdrawn
    assert checking.damage(workspace.store) == []
    workspace.undo_refresh("ug-aims")
    assert content(workspace) == after
    assert checking.damage(workspace.store) == []
    history = workspace.refresh_history("ug-aims")
    assert [run.undoes for run in history][:2] == [history[1].run, history[2].run]
    assert [run.who for run in history] == ["ana"] * 5


def test_undo_of_the_first_refresh_gives_the_sample_back(workspace: Workspace, tmp_path: Path) -> None:
    before = sorted(offering.id for offering in workspace.offerings())
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(3))))
    assert workspace.offerings() == []
    report = workspace.undo_refresh("ug-aims")
    assert any("sample catalogue is back" in note for note in report.notes)
    assert sorted(offering.id for offering in workspace.offerings()) == before
    assert {record.source.name for record in workspace.experience()} == {"sample"}
    assert checking.damage(workspace.store) == []
    workspace.undo_refresh("ug-aims")
    assert {record.source.name for record in workspace.experience()} == {"ug-aims"}
    assert workspace.offerings() == []
    assert checking.damage(workspace.store) == []


def test_what_is_put_back_says_where_it_came_from(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(3))))
    before = {record.id: record.source for record in workspace.experience()}
    changed = [a_row(7), a_row(1, title="New"), a_row(0), a_row(3)]
    load(workspace, write(tmp_path / "2.csv", changed))
    gone = workspace.experience_record("ug-aims:A-2").source
    assert gone == before["ug-aims:A-2"]
    workspace.undo_refresh("ug-aims")
    assert {record.id: record.source for record in workspace.experience()} == before
    told = workspace.offering_history("ug-aims:A-1")[1].detail
    assert "title: Support 1 → New" in told
    assert "digest" not in told and "import_id" not in told


def test_undo_leaves_the_sample_away_where_another_source_is_loaded(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(3))), source="one")
    load(workspace, write(tmp_path / "2.csv", map(a_row, range(3))), source="two")
    workspace.undo_refresh("one")
    assert {record.source.name for record in workspace.experience()} == {"two"}
    assert workspace.offerings() == []


def test_undo_of_nothing_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="no refresh to take back"):
        workspace.undo_refresh("nobody")


def test_every_record_says_where_it_came_from(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "1.csv", map(a_row, range(5)))
    report = load(workspace, path)
    for number, record in enumerate(workspace.experience(source="ug-aims")):
        assert record.source is not None
        assert (record.source.name, record.source.file) == ("ug-aims", "1.csv")
        assert record.source.sha256 == report.sha256
        assert record.source.place == f"line {number + 2}"
    raw = json.loads(workspace.store.value("SELECT raw FROM experience WHERE id = 'ug-aims:A-0'"))
    assert raw["recipient_country"] == "Kenya"


# -- all or nothing ---------------------------------------------------------------------------------------------------


def test_failure_at_any_statement_leaves_the_old_state(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [a_row(n) for n in range(30)]
    load(workspace, write(tmp_path / "1.csv", rows))
    later = write(tmp_path / "2.csv", [a_row(0, title="New"), *rows[1:28], a_row(40)])
    before = list(workspace.store.connection.iterdump())
    whole = Store.execute
    failures = 0
    for stop_at in range(1, 100):
        calls = 0

        def failing(self: Store, sql: str, parameters: object = (), stop_at: int = stop_at) -> int:
            nonlocal calls
            calls += 1
            if calls == stop_at:
                raise KeyboardInterrupt
            return whole(self, sql, parameters)  # type: ignore[arg-type]

        plan = workspace.plan_refresh(later, source="ug-aims")
        with monkeypatch.context() as patch:
            patch.setattr(Store, "execute", failing)
            try:
                refreshing.apply(workspace.store, plan, workspace.clock(), workspace.who, withdraw=True)
            except KeyboardInterrupt:
                failures += 1
        plan.close()
        if calls < stop_at:
            break
        assert list(workspace.store.connection.iterdump()) == before
    assert failures > 10
    assert len(workspace.experience()) == 29
    assert checking.damage(workspace.store) == []


def test_file_that_fails_half_way_changes_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(workspace, write(tmp_path / "1.csv", map(a_row, range(10))))
    before = list(workspace.store.connection.iterdump())
    monkeypatch.setattr(filling, "CHUNK", 3)

    def broken(reading: object) -> Iterable[object]:
        for number, outcome in enumerate(reading):  # type: ignore[arg-type,var-annotated]
            if number == 7:
                raise FileRefused("the file ends in the middle of a row")
            yield outcome

    monkeypatch.setattr(filling, "_outcomes", broken)
    with pytest.raises(FileRefused):
        workspace.plan_refresh(write(tmp_path / "2.csv", map(a_row, range(20))), source="ug-aims")
    assert list(workspace.store.connection.iterdump()) == before
    assert not list((tmp_path / "ws" / "data").glob(".*.tmp*"))


def test_only_rows_that_differ_are_read_again(workspace: Workspace, tmp_path: Path) -> None:
    rows = [a_row(n) for n in range(40)]
    load(workspace, write(tmp_path / "1.csv", rows))
    known = plans.known_rows(workspace.store, "ug-aims", workspace.clock().date())
    assert known is not None and len(known.known) == 40
    load(workspace, write(tmp_path / "2.csv", [a_row(0, title="New"), *rows[1:]]))
    last = workspace.store.value("SELECT read_whole FROM imports ORDER BY id DESC LIMIT 1")
    assert last == 0
    assert workspace.experience_record("ug-aims:A-0").title == "New"


def test_row_that_clashes_with_one_read_before_is_sorted_out(workspace: Workspace, tmp_path: Path) -> None:
    rows = [a_row(n) for n in range(10)]
    load(workspace, write(tmp_path / "1.csv", rows))
    report = load(workspace, write(tmp_path / "2.csv", [*rows, a_row(4, title="Again, otherwise"), rows[6]]))
    assert counted(report) == {"rows": 12, "unchanged": 9, "duplicate": 1, "rejected": 2}
    assert workspace.experience_record("ug-aims:A-4").title == "Support 4"


def test_rejected_rows_can_be_sent_back(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "1.csv", [a_row(0), a_row(1, recipient_country="Republic"), a_row(2)])
    plan = workspace.plan_refresh(path, source="ug-aims")
    assert plan.write_rejected(tmp_path / "back.csv") == 1
    with (tmp_path / "back.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["id"], row["recipient_country"]) == ("A-1", "Republic")
    assert row["rejected_because"]
    assert row["way_out"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("ug-aims.csv", "ug-aims"),
        ("UG AIMS 2026-11-24.xlsx", "ug-aims"),
        ("export_20261124.csv", "export"),
        ("2026-11.csv", "2026-11"),
        ("sample.csv", "sample-export"),
    ],
)
def test_source_is_named_after_the_file_without_its_date(file: str, name: str) -> None:
    assert source_name(Path(file)) == name


@pytest.mark.parametrize("name", ["own", "Sample", "a:b", "", "a/b", "x" * 65])
def test_names_that_no_source_may_have(name: str) -> None:
    with pytest.raises(UsageError):
        check_name(name)


@needs_shared
def test_the_real_questionnaire(workspace: Workspace) -> None:
    path = SHARED / "input" / "g20_mexico_technical_assistance.txt"
    report = load(workspace, path, source="g20-mex")
    assert (report.offerings, report.experience) == (7, 17)
    assert workspace.counts().partners == 17
    links = workspace.store.value(
        "SELECT count(*) FROM experience_activities l "
        "JOIN experience e ON e.seq = l.experience_seq WHERE e.withdrawn = 0"
    )
    texts = workspace.store.value(
        "SELECT count(DISTINCT l.activity_seq) FROM experience_activities l "
        "JOIN experience e ON e.seq = l.experience_seq WHERE e.withdrawn = 0"
    )
    assert (links, texts) == (45, 27)
    (mexico,) = workspace.providers()
    assert len(mexico.preconditions) == 5
    assert mexico.challenges
    assert mexico.priorities
    again = load(workspace, path, source="g20-mex")
    assert again.unchanged == report.added
    assert again.added == again.changed == again.withdrawn == again.held == 0
