"""`interviewer attack`: what attacks gain from a grader, and what its checks cost honest answers, side by side."""

import asyncio

from bank.counting import counted
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import Progress, print_json, say, tell
from interviewer.graders import open_grader, summarise
from rubrics.attacks.cases import gold_cases
from rubrics.attacks.families import FAMILIES
from rubrics.attacks.measure import AttackReport, measure, report_lines


def attack(place: Workplace, answers: int | None, concurrency: int, *, as_json: bool) -> None:
    """Attack the grader in charge with every family and print uplift and drift."""
    from pydantic import TypeAdapter

    report = asyncio.run(_measure(place, answers, concurrency))
    if as_json:
        print_json(TypeAdapter(AttackReport).dump_python(report, mode="json"))
        return
    for line in report_lines(report):
        say(line)


async def _measure(place: Workplace, answers: int | None, concurrency: int) -> AttackReport:
    cases = gold_cases()[:answers]
    tell(f"Graded by: {summarise(place.settings).title}; {counted(len(cases), 'answer')} x {len(FAMILIES)} families")
    grader = await asyncio.to_thread(open_grader, place.settings, at_once=concurrency)
    progress = Progress(len(cases) * (1 + len(FAMILIES)), "graded")
    try:
        return await measure(
            grader, cases, concurrency=concurrency, on_graded=lambda done, _total: progress.show(done)
        )
    finally:
        progress.close()
        await grader.aclose()
