"""`interviewer demo`: the scripted interview, shown as it is graded."""

import asyncio
import textwrap
from pathlib import Path

from interviewer.cli.options import Workplace
from interviewer.cli.plain import show_grade
from interviewer.cli.report_command import write_file
from interviewer.cli.terminal import say, tell
from interviewer.demo import Sample, run_demo
from interviewer.engine import utc_now
from interviewer.graders import open_grader, summarise
from interviewer.report import render
from interviewer.report.text import render_summary
from interviewer.reports import report_on
from rubrics.rubric import Rubric
from rubrics.verdict import Grade

DEFAULT_OUTPUT = Path("interviewer-demo.html")


def show_demo(place: Workplace, output: Path | None) -> None:
    """Run the demonstration, print it, and write its report as a page."""
    tell(f"Graded by: {summarise(place.settings).title}")
    grader = open_grader(place.settings)

    async def run() -> str:
        try:
            record = await run_demo(grader, _show)
        finally:
            await grader.aclose()
        report = report_on([record], place.paths, utc_now())
        say()
        say(render_summary(report))
        return render(report, "html")

    page = asyncio.run(run())
    target = output or DEFAULT_OUTPUT
    write_file(target, page)
    tell(f"Report written to {target}")


def _show(sample: Sample, question: str, grade: Grade, rubric: Rubric) -> None:
    say()
    say(textwrap.fill(f"Q. {question}", 96))
    answer = textwrap.fill(" ".join(sample.answer.split()), 96, initial_indent="A. ", subsequent_indent="   ")
    say(f"{answer}\n   ({sample.note})")
    show_grade(grade, rubric)
