"""The 110 bad inputs of the specification and the tests that hold what each must get, by number.

To find the tests of a case look its number up here; the names of files are those under `tests/`.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
BAD, ODD = "exchange/test_bad_inputs.py", "reliability/test_odd_input.py"
BOMBS, XML = "exchange/test_bombs.py", "exchange/test_xml_attacks.py"
PDF, WORD = "exchange/test_pdf.py", "exchange/test_word.py"
REFRESH, CUT = "exchange/test_refreshing.py", "exchange/test_truncation.py"
OUT = "exchange/test_exporting.py"
PLACE, DISK, KILLS = "reliability/test_environment.py", "reliability/test_disk_full.py", "reliability/test_kills.py"
A_BOMB = f"{BOMBS}::test_a_bomb_is_refused_in_little_memory"

CASES: dict[int, tuple[str, ...]] = {
    **{
        number: (f"{BAD}::test_{number:02}_*",)
        for number in (*range(1, 11), *range(13, 34), 37, *range(42, 48), *range(52, 59), *range(60, 67), 75, 76)
    },
    11: (f"{BAD}::test_11_and_12_*",),
    12: (f"{BAD}::test_11_and_12_*",),
    15: (f"{BAD}::test_15_*", f"{REFRESH}::test_guard_holds_more_than_five_and_a_tenth"),
    20: (f"{BAD}::test_20_*", A_BOMB),
    27: (f"{BAD}::test_27_*", f"{OUT}::test_what_looks_like_the_error_of_a_spreadsheet_comes_back"),
    28: (f"{BAD}::test_28_*", "exchange/test_spreadsheet_damage.py::test_ids_that_lost_their_zeros_*"),
    **dict.fromkeys((34, 35, 36, 38, 39, 50, 51), (A_BOMB,)),
    40: (f"{BAD}::test_40_and_41_*",),
    41: (f"{BAD}::test_40_and_41_*",),
    47: (f"{BAD}::test_47_*", A_BOMB),
    48: (f"{XML}::test_48_*",),
    49: (f"{XML}::test_49_*", f"{XML}::test_what_points_elsewhere_is_not_followed"),
    53: (f"{BAD}::test_53_*", f"{CUT}::test_nothing_is_withdrawn_by_a_file_that_was_cut_off"),
    59: (f"{ODD}::test_59_*", f"{BOMBS}::test_memory_does_not_grow_with_the_file"),
    67: (f"{PDF}::test_a_password_is_refused",),
    68: (f"{PDF}::test_a_scan_says_that_it_has_no_text",),
    69: (f"{PDF}::test_a_stream_bomb_is_stopped", f"{PDF}::test_circles_and_lies_are_survived"),
    70: (f"{WORD}::test_deleted_and_hidden_text_is_left_out_and_said",),
    71: (f"{WORD}::test_links_outside_and_attachments_are_named_and_not_followed",),
    72: (f"{ODD}::test_72_*",),
    73: (f"{ODD}::test_73_*",),
    74: (f"{WORD}::test_links_outside_and_attachments_are_named_and_not_followed",),
    77: (f"{REFRESH}::test_two_sources_may_use_the_same_id",),
    78: (f"{REFRESH}::test_guard_holds_more_than_five_and_a_tenth", f"{BAD}::test_14_*"),
    79: (f"{REFRESH}::test_confirmation_must_name_the_number", f"{CUT}::test_nothing_is_withdrawn_*"),
    80: (f"{REFRESH}::test_new_ids_for_everything_are_noticed",),
    81: (f"{REFRESH}::test_older_export_after_newer_is_refused_unless_accepted",),
    82: (f"{REFRESH}::test_same_file_twice_does_nothing",),
    83: (f"{REFRESH}::test_each_kind_of_change_is_counted",),
    84: (f"{REFRESH}::test_open_decision_on_what_is_withdrawn_is_flagged_and_kept",),
    85: (f"{BAD}::test_85_*", f"{REFRESH}::test_file_with_the_columns_of_another_source_is_refused"),
    86: (f"{BAD}::test_86_*",),
    87: (f"{BAD}::test_87_*",),
    88: (f"{ODD}::test_88_*",),
    89: (f"{ODD}::test_89_*",),
    90: (f"{ODD}::test_90_*",),
    91: (f"{ODD}::test_91_and_92_*",),
    92: (f"{ODD}::test_91_and_92_*", f"{BAD}::test_60_*"),
    93: (f"{BAD}::test_93_*",),
    94: ("tui/test_hostile.py::test_no_markup_is_read_anywhere", "cli/test_hostile.py::*"),
    95: ("tui/test_hostile.py::test_no_byte_of_a_payload_reaches_the_terminal", "cli/test_hostile.py::*"),
    96: ("tui/test_hostile.py::test_no_byte_of_a_payload_reaches_the_terminal", "cli/test_hostile.py::*"),
    97: (f"{ODD}::test_97_*",),
    98: (
        f"{OUT}::test_no_cell_of_a_csv_export_starts_a_formula", f"{OUT}::test_no_cell_of_a_workbook_is_a_formula",
        f"{OUT}::test_numbers_stay_numbers",
    ),
    99: (f"{OUT}::test_markdown_shows_markup_as_text",),
    100: (f"{OUT}::test_names_of_files_are_harmless",),
    101: (f"{OUT}::test_control_characters_and_long_texts_do_not_stop_a_workbook",),
    102: (f"{OUT}::test_control_characters_and_long_texts_do_not_stop_a_workbook",),
    103: (f"{PLACE}::test_folder_that_cannot_be_written", f"{PLACE}::test_database_that_cannot_be_written_*"),
    104: (
        f"{PLACE}::test_folder_in_its_place", f"{PLACE}::test_fifo_in_its_place", f"{PLACE}::test_link_in_its_place",
        f"{PLACE}::test_other_content_in_its_place", f"{PLACE}::test_other_database_in_its_place",
    ),
    105: (
        f"{PLACE}::test_network_folder_is_warned_of_and_never_wal",
        f"{PLACE}::test_synced_folder_is_warned_of_and_never_wal",
    ),
    106: (f"{DISK}::test_full_disk", f"{DISK}::test_full_file_system"),
    107: (f"{KILLS}::test_kill_during_refresh_leaves_old_or_new", f"{KILLS}::test_a_refresh_that_is_told_to_stop_*"),
    108: ("matching/test_modelfile.py::test_300_mutated_*", "test_workspace.py::test_damaged_model_is_fitted_again"),
    109: ("reliability/test_contention.py::test_second_refresh_is_compared_with_what_the_first_left",),
    110: (
        f"{OUT}::test_an_existing_file_is_kept_unless_told", f"{OUT}::test_links_are_not_followed",
        f"{OUT}::test_what_is_read_is_not_written_over",
    ),
}  # fmt: skip


@cache
def defined_in(file: str) -> tuple[str, ...]:
    """The names of the tests of a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return tuple(node.name for node in functions if node.name.startswith("test_"))


def test_every_case_is_here() -> None:
    assert sorted(CASES) == list(range(1, 111))


@pytest.mark.parametrize("number", sorted(CASES))
def test_the_tests_of_a_case_are_there(number: int) -> None:
    for named in CASES[number]:
        file, _, name = named.partition("::")
        found = [test for test in defined_in(file) if test == name or (name[-1] == "*" and test.startswith(name[:-1]))]
        assert found, named


def test_each_bomb_is_under_the_number_of_its_case() -> None:
    from tests.exchange.test_bombs import BOMBS as MADE

    numbers = {int(name.split()[0]) for name in MADE}
    assert {number for number, tests in CASES.items() if A_BOMB in tests} <= numbers | {20}
