"""`interviewer calibrate`: how far a grader agrees with labelled answers, as a passport."""

import asyncio
from pathlib import Path

from bank.counting import counted
from interviewer.calibration import grade_labelled, keep_passport, own_passport_file
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import Progress, print_json, say, tell
from interviewer.engine import utc_now
from interviewer.graders import open_grader, summarise
from interviewer.labelling import OWN, own_answers
from interviewer.paths import Paths
from rubrics.labelled import LabelledAnswer, load_folder, load_shipped, sample, shipped_sets
from rubrics.passport import Passport, measure
from rubrics.passport_page import page


def calibrate(
    place: Workplace, labels: str, size: int | None, concurrency: int, output: Path | None, *, as_json: bool
) -> None:
    """Grade labelled answers, print the passport, and keep it where reports find it."""
    answers = sample(own_answers(place.paths) if labels == OWN else _labelled(labels), size)
    tell(f"Graded by: {summarise(place.settings).title}")
    data = f"{counted(len(answers), 'labelled answer')} ({labels})"
    passport = asyncio.run(_measure(place, answers, data, concurrency))
    if as_json:
        print_json(passport.model_dump(mode="json"))
    else:
        say(page(passport))
    target = output or _place_of(place.paths, passport, labels)
    keep_passport(passport, target)
    tell(f"Passport written to {target}")


def _place_of(paths: Paths, passport: Passport, labels: str) -> Path:
    if labels == OWN:
        return own_passport_file(paths, passport.grader)
    return paths.passports / f"{passport.grader.name}-{passport.data_digest[:8]}.json"


def _labelled(labels: str) -> list[LabelledAnswer]:
    """A folder of the user's, a shipped set, or several of them joined by commas, or `all`."""
    if Path(labels).is_dir():
        return load_folder(Path(labels))
    names = shipped_sets() if labels == "all" else labels.split(",")
    return [answer for name in names for answer in load_shipped(name.strip())]


async def _measure(place: Workplace, answers: list[LabelledAnswer], data: str, concurrency: int) -> Passport:
    grader = await asyncio.to_thread(open_grader, place.settings, at_once=concurrency)
    progress = Progress(len(answers), "graded")
    try:
        outcomes = await grade_labelled(grader, answers, concurrency, progress.show)
    finally:
        progress.close()
        await grader.aclose()
    return measure(outcomes, grader.info, data, utc_now().date())
