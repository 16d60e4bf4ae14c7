"""Passports, and labelling one's own answers to make one."""

import json
from pathlib import Path

from interviewer.labelling import own_folder, read_labels
from interviewer.paths import Paths
from rubrics.passport import read_passport, write_passport
from rubrics.verdict import Status
from tests.fakes import ScriptedGrader
from tests.tui.stage import ESTIMATE, MIXED, SIZE, Stage, stage
from tui.workspace import StartRequest

SHIPPED = Path(__file__).parents[2] / "rubrics" / "data" / "passports" / "embedded.json"


async def _answered(on: Stage) -> None:
    """One answer, graded, and home again."""
    await on.answer()
    await on.at_feedback()
    await on.press("escape")
    await on.at_home()


async def test_a_grader_without_a_passport_is_said_to_have_none_and_how_to_make_one(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("LLMs (3)")
        await on.press("f8")
        await on.until_shown("no passport", "Press l to label", "interviewer calibrate")
        await on.press("escape")
        await on.at_home()


async def test_the_passport_of_the_grader_in_use_is_one_key_away_and_fits_eighty_columns(paths: Paths) -> None:
    shipped = read_passport(SHIPPED.read_text("utf-8"), "shipped")
    paths.passports.mkdir(parents=True)
    write_passport(shipped.model_copy(update={"grader": ESTIMATE}), paths.passports / "mine.json")
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("f8")
        await on.until_shown("95 % interval", "all answers", "false met")
        header = next(row for row in on.rows() if "kappa" in row and "judged" in row)
        assert header.rstrip().endswith("error")
        await on.press("pagedown", "pagedown")
        await on.until_shown("people say / it says", "≠ contradicted")
        assert max(map(len, on.rows())) <= SIZE[0]
        await on.press("escape")
        await on.until(lambda: on.screen_name == "FeedbackScreen")


async def test_help_and_palette_name_passport_and_labels_everywhere(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("LLMs (3)")
        await on.press("f1")
        await on.until_shown("F8", "F9")
        await on.press("escape")
        titles = {command.title for command in on.app.get_system_commands(on.app.screen)}
        assert {"Passport", "Label answers"} <= titles


async def test_nothing_to_label_is_said(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("LLMs (3)")
        await on.press("f9")
        await on.until_shown("There is no answer to label yet")
        await on.press("escape", "escape")
        await on.at_home()


async def test_the_graders_verdict_is_hidden_until_the_label_is_in(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await on.press("f9")
        await on.until_shown("Point 1", "Variance shrinks")
        assert "grader:" not in on.text()
        await on.press("x")
        await on.until_shown("1 ✗ missed", "(grader: met)", "Point 2")
        assert on.text().count("grader:") == 1


async def test_each_key_is_kept_at_once_and_can_be_changed(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await on.press("f9")
        await on.until_shown("Point 1")
        await on.press("m", "u", "c", "up", "up", "up", "p")
        expected = {"c1": Status.PARTIAL, "c3": Status.CONTRADICTED}
        await on.until(lambda: [kept.by_criterion for kept in read_labels(paths).values()] == [expected])
        (kept,) = read_labels(paths).values()
        assert kept.passed_over == {"c2"}


async def test_own_labels_measure_the_grader_and_make_its_passport(paths: Paths) -> None:
    grader = ScriptedGrader(always=MIXED, info=ESTIMATE)
    async with stage(paths, grader=grader, start=StartRequest(count=1)) as on:
        await _answered(on)
        await on.press("f9")
        await on.until_shown("Point 1")
        await on.press("m", "p", *"xxxxxxxxxxxx")
        await on.until_shown("All points of this answer are labelled", "You and the grader agree on")
        await on.press("k")
        await on.until_shown("1 answer labelled by yourself", "kappa 1.00", "Measured")
    (file,) = paths.passports.iterdir()
    assert json.loads(file.read_text("utf-8"))["overall"]["answers"] == 1


async def test_a_label_that_cannot_be_kept_is_said(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await on.press("f9")
        await on.until_shown("Point 1")
        own_folder(paths).parent.mkdir()
        own_folder(paths).write_text("a file where the folder should be")
        await on.press("m")
        await on.until_shown("The label is not kept")
