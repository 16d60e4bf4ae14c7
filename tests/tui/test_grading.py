"""Graders that fail, and what is said of their grades."""

from interviewer.config import Settings
from interviewer.paths import Paths
from rubrics.errors import GraderUnavailableError
from rubrics.grader import Grader
from rubrics.verdict import Claim, Status
from tests.fakes import ScriptedGrader, Step
from tests.tui.stage import ANSWER, MIXED, stage
from tui.workspace import StartRequest


async def test_a_failing_grader_is_said_in_place_and_tried_again_with_a_key(paths: Paths) -> None:
    script: list[Step] = [GraderUnavailableError("The endpoint does not answer."), MIXED]
    async with stage(paths, script, start=StartRequest()) as on:
        await on.answer()
        await on.until_shown("Not graded", "does not answer", "Press g")
        await on.press("g")
        await on.until_shown("✓ met")
        assert "does not answer" not in on.text()


async def test_an_ungraded_answer_says_why_and_has_no_score(paths: Paths) -> None:
    async with stage(paths, ["The model refused.", MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.until_shown("Not graded: The model refused.")
        assert "0 %" not in on.text()
        await on.press("g")
        await on.until_shown("✓ met")


async def test_a_grader_that_cannot_be_opened_stops_no_interview(paths: Paths) -> None:
    attempts = []

    def open_grader(*_: object) -> Grader:
        attempts.append(1)
        if len(attempts) < 3:
            raise GraderUnavailableError("Its model file is missing.")
        return ScriptedGrader([MIXED])

    async with stage(paths, start=StartRequest(), open_grader=open_grader) as on:
        await on.answer()
        await on.until_shown("model file is missing")
        while "✓ met" not in on.text():
            await on.press("g")
            await on.until(lambda: "Grading" not in on.text())


async def test_open_verdicts_give_a_range(paths: Paths) -> None:
    async with stage(paths, [{**MIXED, "c3": Status.UNSURE}], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.until_shown("? unsure", "between")


async def test_points_beyond_the_model_answer_are_listed_with_their_words(paths: Paths) -> None:
    beyond = [Claim(point="Names the main gain", quote="That is the main gain", span=(73, 94))]
    grader = ScriptedGrader([MIXED], beyond=beyond)
    async with stage(paths, grader=grader, start=StartRequest(), size=(120, 40)) as on:
        await on.answer(ANSWER)
        await on.at_feedback()
        await on.press("end")
        await on.until_shown("+ beyond", "Names the main gain")


async def test_without_a_grader_the_candidate_judges_beside_the_model_answer(paths: Paths) -> None:
    start = StartRequest(question_ids=("you-are-working-with-an-imbalanced-classification-dataset-why",))
    async with stage(paths, [GraderUnavailableError("Its model file is missing.")], start=start) as on:
        await on.answer()
        await on.until_shown("model file is missing", "j to judge")
        await on.press("j")
        await on.until_shown("1 met, 2 partial, 3 missed", "? unsure")
        await on.press("1", "2", "3", "3", "3")
        await on.until_shown("Score 38 %", "coverage 30 %")
        assert "estimate" not in on.text()
        await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("Score 38 %")
        assert "Grading the rest" not in on.text()


async def test_a_contradicted_point_names_the_misconception_beside_the_words_that_state_it(paths: Paths) -> None:
    from interviewer.graders import open_grader

    wrong = "ReLU saturates for large positive inputs, while sigmoid and tanh never do."
    start = StartRequest(question_ids=("why-is-relu-preferred-over-sigmoid-and-tanh-in",))
    async with stage(paths, start=start, open_grader=open_grader, settings=Settings(grader="local")) as on:
        await on.answer(wrong)
        await on.at_feedback()
        await on.until_shown(
            "≠ contradicted", "You said “ReLU saturates", "that is the misconception “ReLU saturates"
        )
