"""The workspace as front ends use it: samples, requests, states, catalogue, matching, upkeep."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from matchmaker.errors import Conflict, IllegalMove, NotFound, UsageError
from matchmaker.matches import Step
from matchmaker.requests import EXITS, TRANSITIONS, State
from matchmaker.workspace import Workspace
from tests.builders import a_request, an_experience, an_offering


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path, who="ana")


# -- samples ----------------------------------------------------------------------------------------------------------


def test_new_workspace_works_at_once_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    with Workspace.open(tmp_path, announce=said.append) as workspace:
        counts = workspace.counts()
        assert counts.requests >= 30
        assert (counts.offerings, counts.partners) == (7, 17)
        assert said == []
        workspace.offerings(limit=1)
        workspace.offerings(limit=1)
        workspace.queue()
    assert len(said) == 2
    assert "sample catalogue" in said[0]
    assert "sample requests" in said[1]


def test_first_own_request_sets_the_sample_requests_aside(workspace: Workspace) -> None:
    made = workspace.add_request(a_request(id=""))
    assert [request.id for request in workspace.requests()] == [made.id] == ["R-0001"]
    assert workspace.counts().offerings == 7
    workspace.add_offering(an_offering(id=""))
    assert workspace.counts().offerings == 1


def test_samples_stay_when_asked(workspace: Workspace) -> None:
    before = workspace.counts()
    workspace.add_request(a_request(id=""), keep_sample=True)
    workspace.add_offering(an_offering(id=""), keep_sample=True)
    assert workspace.counts().requests == before.requests + 1
    assert workspace.counts().offerings == before.offerings + 1


def test_samples_that_were_set_aside_do_not_come_back(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        workspace.add_request(a_request(id=""))
    with Workspace.open(tmp_path) as workspace:
        assert workspace.counts().requests == 1


# -- requests ---------------------------------------------------------------------------------------------------------


def test_request_comes_back_as_it_was_stored(workspace: Workspace) -> None:
    given = a_request(
        id="KEN/2026-7", types=("Capacity-building", "Others"), articles=(31, 57), received_on=date(2026, 11, 2),
        channel="note verbale", body="Asset Recovery Agency", contact="desk@example.org", due_on=date(2026, 12, 1),
        languages_of_work=("en", "sw"), delivery="blended", confidential=True, owner="ben", next_action="call back",
        readiness=(("integrity", "yes"), ("procurement", "unknown")), next_action_on=date(2026, 11, 9),
        notes="two\nlines",
    )  # fmt: skip
    made = workspace.add_request(given)
    assert replace(made, version=0, changed_at=None, changed_by="", source=None) == given
    assert workspace.request("KEN/2026-7") == made
    assert made.source is not None
    assert made.source.name == "own"


def test_text_is_stored_clean(workspace: Workspace) -> None:
    made = workspace.add_request(a_request(id="R\u200b-1 ", text="Cafe\u0301\r\nna\x00me \ud800"))
    assert made.id == "R-1"
    assert made.text == "Café\nna\ufffdme ?" or made.text == "Café\nna\ufffdme \ufffd"


def test_references_are_unique_and_numbered_on(workspace: Workspace) -> None:
    assert workspace.add_request(a_request(id="R-0007")).id == "R-0007"
    assert workspace.add_request(a_request(id="")).id == "R-0008"
    with pytest.raises(UsageError, match="R-0007 already"):
        workspace.add_request(a_request(id="R-0007"))
    with pytest.raises(NotFound):
        workspace.request("R-0009")


def test_change_needs_the_present_version(workspace: Workspace) -> None:
    first = workspace.add_request(a_request(id="R-1"))
    second = workspace.change_request(replace(first, owner="ben"), reason="his region")
    assert (second.version, second.owner, second.changed_by) == (2, "ben", "ana")
    with pytest.raises(Conflict, match=r"changed by ana at \d{4}-\d\d-\d\d \d\d:\d\d UTC"):
        workspace.change_request(replace(first, owner="eva"))
    assert workspace.request("R-1").owner == "ben"
    assert workspace.change_request(second).version == 2


def test_change_does_not_move(workspace: Workspace) -> None:
    made = workspace.add_request(a_request(id="R-1"))
    assert workspace.change_request(replace(made, state=State.CLOSED, owner="x")).state is State.RECEIVED


@pytest.mark.parametrize("start", list(State))
def test_moves_are_those_of_the_table(workspace: Workspace, start: State) -> None:
    for end in State:
        made = workspace.add_request(a_request(id="", state=start))
        if end in TRANSITIONS[start]:
            assert workspace.move(made.id, end, reason="because").state is end
        else:
            with pytest.raises(IllegalMove, match=f"{made.id} is"):
                workspace.move(made.id, end, reason="because")
            assert workspace.request(made.id).state is start


@pytest.mark.parametrize("exit_", sorted(EXITS))
def test_leaving_an_exit_needs_a_reason(workspace: Workspace, exit_: State) -> None:
    workspace.add_request(a_request(id="R-1", state=exit_))
    with pytest.raises(IllegalMove, match="needs a reason"):
        workspace.move("R-1", State.SCREENING)
    workspace.move("R-1", State.SCREENING, reason="they wrote again")
    assert "they wrote again" in workspace.request_history("R-1")[-1].detail


def test_changes_and_moves_are_taken_back_one_by_one(workspace: Workspace) -> None:
    states = [workspace.add_request(a_request(id="R-1"))]
    states.append(workspace.move("R-1", State.SCREENING))
    states.append(workspace.change_request(replace(states[-1], notes="seen")))
    states.append(workspace.move("R-1", State.UNMATCHED))

    def as_said(request: object) -> object:
        return replace(request, version=0, changed_at=None)  # type: ignore[type-var]

    for earlier in reversed(states[:-1]):
        workspace.take_back("R-1")
        assert as_said(workspace.request("R-1")) == as_said(earlier)
    workspace.take_back("R-1")
    assert workspace.request("R-1").state is State.WITHDRAWN
    with pytest.raises(UsageError):
        workspace.take_back("R-1")
    assert [event.what for event in workspace.request_history("R-1")] == [
        "received", "moved", "changed", "moved", "undone", "undone", "undone", "undone",
    ]  # fmt: skip


def test_requests_are_found_by_words_in_any_writing(workspace: Workspace) -> None:
    workspace.add_request(a_request(id="R-1", text="Contratación abierta y datos", country="PER"))
    workspace.add_request(a_request(id="R-2", text="100% of the _files_", country="KEN"))
    for words, found in (
        ("contratacion DATOS", ["R-1"]),
        ("CONTRATACIÓN", ["R-1"]),
        ("100%", ["R-2"]),
        ("_files_", ["R-2"]),
        ("ken", ["R-2"]),
        ("_", ["R-2"]),
        ("nothing such", []),
        ("", ["R-2", "R-1"]),
    ):
        assert [request.id for request in workspace.requests(text=words)] == found, words
    assert [request.id for request in workspace.requests(limit=1, offset=1)] == ["R-1"]
    assert workspace.requests(states=[State.CLOSED]) == []


def test_history_tells_everything_in_order(workspace: Workspace) -> None:
    workspace.add_offering(an_offering(id="own:A"))
    workspace.add_request(a_request(id="R-1"))
    workspace.move("R-1", State.SCREENING)
    workspace.decide("R-1", "own:A", Step.PROPOSED, note="best we have")
    told = workspace.request_history("R-1")
    assert [event.what for event in told][:2] == ["received", "moved"]
    assert {event.who for event in told} == {"ana"}
    assert [event.detail for event in told if event.what == "proposed"] == ["own:A: best we have"]
    assert [event.at for event in told] == sorted(event.at for event in told)


def test_requests_of_a_file_are_compared_and_never_overwritten_blindly(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("id,text,country\nA-1,Help us publish contracts,Kenya\nA-2,Train our judges,Peru\nA-3,,Peru\n")
    report = workspace.import_requests(path, source="post", dry_run=True)
    assert (report.rows, report.added, report.rejected, report.dry_run) == (3, 2, 1, True)
    assert all(request.id != "A-1" for request in workspace.requests())
    workspace.import_requests(path, source="post")
    assert sorted(request.id for request in workspace.requests()) == ["A-1", "A-2"]
    mine = workspace.change_request(replace(workspace.request("A-1"), owner="ana", notes="mine"))
    workspace.move("A-1", State.SCREENING)
    path.write_text("id,text,country\nA-1,Help us publish every contract,Kenya\nA-2,Train our judges,Peru\n")
    report = workspace.import_requests(path, source="post")
    assert (report.changed, report.unchanged, report.added) == (1, 1, 0)
    now = workspace.request("A-1")
    assert now.text == "Help us publish every contract"
    assert (now.owner, now.notes, now.state) == (mine.owner, "mine", State.SCREENING)
    elsewhere = workspace.import_requests(path, source="mail")
    assert (elsewhere.rejected, elsewhere.added) == (2, 0)
    assert "source post" in elsewhere.rejections[0].reason


def test_similar_requests_and_probable_duplicates(workspace: Workspace) -> None:
    workspace.add_request(a_request(id="R-1"))
    workspace.add_request(
        a_request(id="R-2", text="Please train our officers to manage seized and confiscated property!!")
    )
    workspace.add_request(a_request(id="R-3", text="Beekeeping permits in the digital archive."))
    workspace.move("R-2", State.DECLINED)
    found = workspace.similar("R-1")
    assert found[0].request.id == "R-2"
    assert found[0].probable_duplicate
    assert found[0].outcome == "declined"
    assert not any(one.probable_duplicate for one in found[1:])


# -- catalogue --------------------------------------------------------------------------------------------------------


def test_records_entered_by_hand_come_back(workspace: Workspace) -> None:
    offering = workspace.add_offering(an_offering(id="", capacity=3, valid_until=date(2027, 1, 1)))
    assert replace(offering, source=None) == an_offering(id="own:O-0001", capacity=3, valid_until=date(2027, 1, 1))
    experience = workspace.add_experience(an_experience(id=""))
    assert replace(experience, source=None) == an_experience(id="own:E-0001")
    assert [event.what for event in workspace.offering_history("own:O-0001")] == ["added"]
    with pytest.raises(UsageError):
        workspace.add_offering(an_offering(id="own:O-0001"))
    with pytest.raises(UsageError):
        workspace.add_offering(an_offering(id="", title=" "))
    for missing in (workspace.offering, workspace.experience_record, workspace.offering_history):
        with pytest.raises(NotFound):
            missing("own:none")


def test_catalogue_is_narrowed(workspace: Workspace) -> None:
    assert [o.id for o in workspace.offerings(text="dísposal ASSETS")] == ["sample:management-and-disposal-of-assets"]
    assert workspace.offerings(provider="KEN") == []
    assert len(workspace.offerings(provider="MEX")) == len(workspace.offerings(source="sample")) == 7
    assert workspace.offerings(withdrawn=True) == []
    partner = workspace.experience(limit=1)[0].partner
    assert {record.partner for record in workspace.experience(partner=partner)} == {partner}
    first, second = workspace.experience(limit=1), workspace.experience(limit=1, offset=1)
    assert first[0].id != second[0].id
    word = first[0].activities[0].text.split()[0]
    assert first[0].id in [record.id for record in workspace.experience(text=f"{word} {partner}", partner=partner)]


def test_providers_and_partners(workspace: Workspace) -> None:
    (mexico,) = workspace.providers()
    assert (mexico.name, mexico.offerings, mexico.experience, len(mexico.partners)) == ("MEX", 7, 17, 17)
    assert sum(partner.experience for partner in workspace.partners()) == 17


# -- matching ---------------------------------------------------------------------------------------------------------


def test_answers_are_the_same_in_a_new_process_and_after_a_new_fit(tmp_path: Path) -> None:
    asked = a_request(id="", text="We want to publish all our contracts openly and manage seized assets better.")
    with Workspace.open(tmp_path) as workspace:
        first = workspace.match(asked)
        model = workspace.model_id()
        assert workspace.match(asked) == first
        assert list(workspace.match_many([asked, asked])) == [first, first]
        assert workspace.fit() == model
        assert workspace.match(asked) == first
    with Workspace.open(tmp_path) as workspace:
        assert workspace.match(asked) == first
        assert workspace.model_id() == model


def test_model_follows_the_catalogue(workspace: Workspace) -> None:
    asked = a_request(id="")
    before = workspace.model_id()
    workspace.add_offering(an_offering(id="own:A"), keep_sample=True)
    assert workspace.model_id() != before
    assert "own:A" in [match.id for match in workspace.match(asked).offerings]


def test_rankings_are_stored_and_kept_up_to_date(workspace: Workspace) -> None:
    due = workspace.rankings_due()
    assert due > 0
    assert workspace.update_rankings(limit=5) == 5
    assert workspace.rankings_due() == due - 5
    workspace.update_rankings()
    assert workspace.rankings_due() == 0
    queue = workspace.queue()
    assert all(entry.verdict is not None for entry in queue)
    workspace.change_request(replace(workspace.request(queue[0].id), text="Something else altogether"))
    assert workspace.rankings_due() == 1
    workspace.add_offering(an_offering(id="own:A"), keep_sample=True)
    assert workspace.rankings_due() == due


def test_the_queue_is_filtered_by_whole_texts(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        far = "Ayuda. " * 100 + "Publicación de los contratos, por favor."
        workspace.add_request(a_request(id="A-1", text=far))
        workspace.add_request(a_request(id="A-2", text="Šofia asks for help with contracts", country="PER"))
        assert [entry.id for entry in workspace.queue(filter="PUBLICACION contratos")] == ["A-1"]
        assert [entry.id for entry in workspace.queue(filter="sofia country:per")] == ["A-2"]
        assert {entry.id for entry in workspace.queue(filter="source:own")} == {"A-1", "A-2"}
        assert workspace.summaries(["A-1", "no such"]) == {"A-1": far[:300]}


def test_damaged_model_is_fitted_again(tmp_path: Path) -> None:
    asked = a_request(id="")
    with Workspace.open(tmp_path) as workspace:
        expected = workspace.match(asked)
    for path in [path for path in (tmp_path / "models").rglob("*") if path.is_file()]:
        path.write_bytes(path.read_bytes()[:-7] + b"garbage")
    with Workspace.open(tmp_path) as workspace:
        assert workspace.match(asked) == expected


def test_from_a_record_to_the_requests_it_matches(workspace: Workspace) -> None:
    workspace.add_offering(an_offering(id="own:A"), keep_sample=True)
    workspace.add_request(a_request(id="R-1"), keep_sample=True)
    found = workspace.requests_for("own:A")
    assert "R-1" in [one.request.id for one in found]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


# -- upkeep -----------------------------------------------------------------------------------------------------------


def test_doctor_finds_nothing_wrong_with_a_new_workspace(workspace: Workspace) -> None:
    assert [finding for finding in workspace.doctor() if finding.level == "error"] == []


def test_backups_are_kept_to_a_number(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_text("backups_kept = 3\n")
    with Workspace.open(tmp_path) as workspace:
        made = [workspace.backup() for _ in range(5)]
    assert sorted((tmp_path / "data" / "backups").glob("*.db")) == made[2:]


def test_time_is_stored_in_utc_and_order_does_not_depend_on_it(tmp_path: Path) -> None:
    times = iter(datetime(2026, 11, 24, 12, 0, 60 - n % 60, tzinfo=UTC) for n in range(1, 50))
    with Workspace.open(tmp_path, clock=lambda: next(times)) as workspace:
        workspace.add_offering(an_offering(id="own:A"))
        workspace.add_request(a_request(id="R-1"))
        made = [workspace.decide("R-1", "own:A", step) for step in (Step.SHORTLISTED, Step.PROPOSED, Step.ACCEPTED)]
        assert workspace.decisions("R-1") == made
        assert workspace.standing("R-1")["own:A"].step is Step.ACCEPTED


def test_another_thread_opens_its_own(workspace: Workspace) -> None:
    from threading import Thread

    found: list[int] = []

    def work() -> None:
        with workspace.again() as mine:
            found.append(mine.counts().offerings)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert found == [7]


def test_lines_of_the_catalogue_are_its_records(workspace: Workspace) -> None:
    for words in ("", "open data", "México formación", "no such words at all"):
        offered = workspace.offerings(text=words)
        assert [line.id for line in workspace.offering_lines(text=words)] == [o.id for o in offered]
        helped = workspace.experience(text=words)
        lines = list(workspace.experience_lines(text=words))
        assert [line.id for line in lines] == [e.id for e in helped]
        told = [(e.title or e.activities[0].text)[:160] for e in helped]
        assert [line.title for line in lines] == told
    first, offered = next(workspace.offering_lines()), workspace.offerings(limit=1)[0]
    assert (first.title, first.provider) == (offered.title, offered.provider)
    assert not list(workspace.offering_lines(withdrawn=True))


def test_the_beginning_of_the_queue_comes_quickly_and_in_its_order(workspace: Workspace) -> None:
    everything = [entry.id for entry in workspace.queue()]
    overdue = [entry.id for entry in workspace.queue(filter="is:overdue")]
    for limit in (3, 10, 200):
        first = [entry.id for entry in workspace.queue_beginning(limit)]
        assert first == everything[: len(first)]
    assert first == overdue
