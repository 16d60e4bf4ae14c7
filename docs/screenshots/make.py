"""Makes the three screenshots beside it: `PYTHONPATH=. python docs/screenshots/make.py`.

The verdicts in them are written by hand, to show what the screen shows; they come from no grader.
"""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from bank.library import load_bank
from bank.question import Question
from interviewer.config import Settings
from interviewer.engine import begin
from interviewer.paths import Paths
from interviewer.session import Mode, Plan
from interviewer.store import Store
from rubrics.grader import Proposal, Task, conclude
from rubrics.rubric import Rubric
from rubrics.verdict import Claim, Grade, GraderInfo, Status, Verdict
from tui.app import InterviewerApp, StartRequest

HERE = Path(__file__).parent
NUMBER = 9
ANSWER = """I would keep the class ratio the same in every fold, so a rare class is present in each of them.

With plain random folds the scores jump around a lot from fold to fold, because some folds get almost no minority \
samples. Stratifying tells us better how the model will do on new data. I would also look at precision-recall \
curves, because accuracy says little here."""
FOUND = {
    "c1": (Status.MET, "keep the class ratio the same in every fold", "Same ratio in every fold is the point."),
    "c2": (Status.MET, "the scores jump around a lot from fold to fold", "Names the cause and the effect."),
    "c3": (
        Status.PARTIAL,
        "Stratifying tells us better how the model will do on new data",
        "Says nothing of a similar class imbalance.",
    ),
    "c4": (Status.MISSED, "", "The variance of the mean estimate is not mentioned."),
    "c5": (Status.MISSED, "", "Nothing is said of tuning."),
}


class SampleGrader:
    """Gives the verdicts above to whatever it is asked."""

    info = GraderInfo(name="openai", model="a sample grader")

    async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
        """The sample verdicts."""
        verdicts = [
            Verdict(criterion_id=c.id, status=status, quote=quote, reason=reason)
            for c, (status, quote, reason) in zip(rubric.criteria, FOUND.values(), strict=False)
        ]
        quote = "look at precision-recall curves, because accuracy says little here"
        beyond = [Claim(point="Accuracy misleads when classes are imbalanced", quote=quote)]
        return conclude(Task(question, rubric, answer), Proposal(verdicts, beyond), self.info, datetime.now(UTC))

    async def aclose(self) -> None:
        """Nothing to release."""


async def _past(paths: Paths) -> None:
    """A few interviews of the last days, so that home has something to show."""
    bank = load_bank()
    question = next(question for question in bank.questions if question.number == NUMBER)
    with Store.open(paths) as store:
        for days in (6, 4, 3, 1):
            then = datetime.now(UTC) - timedelta(days=days)
            plan = Plan(Mode.MOCK if days % 2 else Mode.STUDY, (question.id, bank.questions[0].id))
            interview = begin(store, paths, bank, plan, lambda then=then: then)
            answer = interview.submit(ANSWER, 95)
            await interview.grade(answer, SampleGrader())
            if days > 1:
                interview.finish()
            interview.close()


async def _save(pilot: Pilot[None], name: str) -> None:
    await pilot.pause(0.3)
    (HERE / f"{name}.svg").write_text(pilot.app.export_screenshot(title="Interviewer"), "utf-8")


async def _wait_for(pilot: Pilot[None], screen: str) -> None:
    while type(pilot.app.screen).__name__ != screen:
        await pilot.pause(0.05)
    await pilot.pause(0.5)


async def main() -> None:
    """Walk through the app and take the pictures."""
    bank = load_bank()
    question = next(question for question in bank.questions if question.number == NUMBER)
    others = tuple(question.id for question in bank.questions[:4])
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths(Path(folder))
        await _past(paths)
        app = InterviewerApp(Settings(), paths, open_grader=lambda _settings: SampleGrader())
        async with app.run_test(size=(100, 24)) as pilot:
            await pilot.pause(2)
            await _save(pilot, "home")
        start = StartRequest(question_ids=(question.id, *others))
        app = InterviewerApp(Settings(), paths, start=start, open_grader=lambda _settings: SampleGrader())
        async with app.run_test(size=(100, 24)) as pilot:
            await _wait_for(pilot, "InterviewScreen")
            pilot.app.screen.query_one("#editor").post_message(Paste(ANSWER))
            await pilot.press("ctrl+g")
            await pilot.pause(1.5)
            await _save(pilot, "interview")
            await pilot.press("ctrl+s")
            await _wait_for(pilot, "FeedbackScreen")
            await pilot.resize_terminal(120, 34)
            await pilot.press("down", "down")
            await _save(pilot, "feedback")


if __name__ == "__main__":
    asyncio.run(main())
