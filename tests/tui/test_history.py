"""Interviews, answers, topics and points of the past; other graders beside the one that graded."""

import pytest

from interviewer.paths import Paths
from interviewer.store import Store
from rubrics.errors import GraderUnavailableError
from rubrics.grader import Grader
from rubrics.verdict import GraderInfo, Status
from tests.fakes import ScriptedGrader
from tests.tui.stage import ESTIMATE, MIXED, Stage, stage
from tui.history_lines import sparkline
from tui.workspace import StartRequest

MODEL = GraderInfo(name="openai", model="careful-model", version="1")


async def _answered(on: Stage) -> None:
    """One interview of one question, and home again."""
    await on.answer()
    await on.at_feedback()
    await on.press("n")
    await on.until(lambda: on.screen_name == "ReportScreen")
    await on.press("escape")
    await on.at_home()


async def _open_history(on: Stage) -> None:
    await on.press("h")
    await on.until(lambda: on.screen_name == "HistoryScreen")
    await on.until_shown("1 of 1")


async def test_the_history_opens_reports(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await _open_history(on)
        await on.press("enter")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("1 of 1 answered")
        await on.press("escape")
        await on.until(lambda: on.screen_name == "HistoryScreen")
        await on.press("escape")
        await on.at_home()


async def test_any_old_answer_opens_with_its_grade(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await _open_history(on)
        await on.press("2")
        await on.until_shown("● answers", "today")
        await on.press("enter")
        await on.at_feedback()
        await on.until_shown("Your answer", "Variance shrinks")
        await on.press("escape")
        await on.until(lambda: on.screen_name == "HistoryScreen")


async def test_topics_have_a_trend_and_lead_to_their_answers(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await _open_history(on)
        await on.press("3")
        await on.until_shown("over time", "answers  topic")
        assert any(block in on.rows()[5] for block in "▁▂▃▄▅▆▇█")
        await on.press("enter")
        await on.until_shown("● answers", "today")


async def test_points_are_listed_weakest_or_best_first(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await _open_history(on)
        await on.press("4")
        await on.until_shown("✗   0 %")
        await on.press("5")
        await on.until(lambda: "✓ 100 %" in on.rows()[5])
        await on.press("enter")
        await on.at_feedback()


async def test_the_history_is_searched(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await _answered(on)
        await _open_history(on)
        await on.press("slash", *"no-such-topic")
        await on.until_shown("Nothing like that")
        await on.press("escape")
        await on.until_shown("1 of 1")


async def test_an_empty_history_says_so(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("LLMs (3)")
        await on.press("h")
        await on.until_shown("There is no interview yet")
        await on.press("4")
        await on.until_shown("Nothing has been graded yet")


async def test_another_grader_is_compared_point_by_point_and_both_grades_are_kept(paths: Paths) -> None:
    def open_grader(settings: object) -> Grader:
        is_model = getattr(settings, "grader", "") == "openai"
        script = {"c1": Status.MISSED, "c2": Status.PARTIAL}
        return ScriptedGrader([script if is_model else MIXED], info=MODEL if is_model else ESTIMATE)

    async with stage(paths, open_grader=open_grader, start=StartRequest(count=1)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("c")
        await on.until_shown("no other grade yet", "embedded grader")
        await on.press("2")
        await on.until_shown("Graded by careful-model", "They agree on")
        row = next(row for row in on.rows() if row.startswith("  1 "))
        assert row.index("✓ met") < row.index("✗ missed")
        await on.press("escape")
        await on.until(lambda: on.screen_name == "FeedbackScreen")
        await on.until_shown("✗ missed")
    with Store.open(paths) as store:
        (record,) = store.load_many()
        answer = record.items[0].answers[0].answer
        assert [grade.grader.name for grade in store.grades_of(answer.id)] == ["local", "openai"]


async def test_an_earlier_grade_is_made_to_count_again(paths: Paths) -> None:
    def open_grader(settings: object) -> Grader:
        is_model = getattr(settings, "grader", "") == "openai"
        return ScriptedGrader([MIXED], info=MODEL if is_model else ESTIMATE)

    async with stage(paths, open_grader=open_grader, start=StartRequest(count=1)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("c", "2")
        await on.until_shown("Graded by careful-model", "right: counts")
        await on.press("right")
        await on.until_shown("does not count")
        await on.press("k")
        await on.until_shown("The grade by embedded grader counts now", "right: counts")
    with Store.open(paths) as store:
        (record,) = store.load_many()
        graded = record.items[0].answers[0]
        assert graded.grade is not None
        assert graded.grade.grader.name == "local"


async def test_a_grader_that_fails_is_said_and_the_grade_stays(paths: Paths) -> None:
    def open_grader(settings: object) -> Grader:
        if getattr(settings, "grader", "") == "openai":
            raise GraderUnavailableError("The endpoint does not answer.")
        return ScriptedGrader([MIXED], info=ESTIMATE)

    async with stage(paths, open_grader=open_grader, start=StartRequest(count=1)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("c")
        await on.until_shown("no other grade yet")
        await on.press("2")
        await on.until_shown("✗ The endpoint does not answer", "1 Embedded")
        await on.press("escape")
        await on.until_shown("✓ met")


@pytest.mark.parametrize(
    ("scores", "blocks"), [([0.0, 0.5, 1.0], "▁▅█"), ([], ""), ([0.3] * 30, "▃" * 12)], ids=["range", "none", "many"]
)
def test_a_sparkline_shows_the_latest_scores(scores: list[float], blocks: str) -> None:
    assert sparkline(scores) == blocks
