"""`interviewer screen verify`, `export` and `erase`: the proof of a cohort, taken along, and a person taken out."""

import os
from dataclasses import asdict
from pathlib import Path

import typer

from bank.counting import counted
from interviewer.cli.options import EXPECTED_FAILURE, Workplace
from interviewer.cli.terminal import print_json, say, tell
from interviewer.engine import utc_now
from interviewer.screening.chain import Kind
from interviewer.screening.erasing import erase_candidate
from interviewer.screening.errors import CandidateNotFoundError, ScreenError
from interviewer.screening.exporting import export_lines
from interviewer.screening.guard import holding, holding_sitting
from interviewer.screening.store.candidates import holders, read_candidates
from interviewer.screening.store.screen_store import ScreenStore
from interviewer.screening.store.stored_proof import StoredProof
from interviewer.screening.verifying import Verification, verify

MAX_TOLD = 10
"""Broken links that are told after the first."""


def show_verification(place: Workplace, name: str, head: str | None, *, as_json: bool) -> bool:
    """Verify a cohort and print what was found; whether all is as it was."""
    with ScreenStore.open(place.paths, place.settings.database_url) as store, store.reading(name) as reading:
        found = verify(StoredProof(reading), head=head)
    if as_json:
        print_json(_as_json(found))
    else:
        _say(found)
    return found.is_sound


def _as_json(found: Verification) -> dict[str, object]:
    return {
        "cohort": found.cohort,
        "sound": found.is_sound,
        "entries": found.head.entries,
        "head": found.head.digest,
        "checked": dict(sorted(found.checked.items())),
        "scores": found.scores,
        "erased": found.erased,
        "broken": [asdict(each) for each in found.broken],
    }


def _say(found: Verification) -> None:
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(found.checked.items()))
    entries = counted(found.head.entries, "entry", "entries")
    say(f"{entries} of the log: {kinds}")
    say(f"{counted(found.scores, 'score')} computed again from their verdicts, with no model")
    if found.erased:
        say(f"{counted(found.erased, 'candidate')} erased: nothing left to compute their scores from")
    if found.is_sound:
        say(f"Nothing is broken. Head {found.head.digest}")
        return
    say(f"BROKEN at {found.broken[0]}")
    for each in found.broken[1 : MAX_TOLD + 1]:
        say(f"  and {each}")
    if len(found.broken) > MAX_TOLD + 1:
        say(f"  and {len(found.broken) - MAX_TOLD - 1} more")


def export_file(place: Workplace, name: str, output: Path, *, with_names: bool) -> None:
    """Write a cohort to a file that only its owner can read. Raises ScreenError when it cannot be written."""
    if output.exists():
        raise ScreenError(f"{output} is there already; name another file.")
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        cohort = store.cohort(name)
        try:
            descriptor = os.open(output, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
                # Noted once the file is there and before a word is in it, so that the export holds its own entry.
                store.note(cohort.name, Kind.EXPORT, utc_now(), what="cohort", names=with_names)
                with store.reading(name) as reading:
                    file.writelines(line + "\n" for line in export_lines(StoredProof(reading), with_names=with_names))
        except OSError as error:
            raise ScreenError(f"{output} cannot be written: {error.strerror or error}.") from error
    tell(f"Written to {output}. It holds what candidates wrote; erasing them here does not reach it.")


def erase(place: Workplace, name: str, candidate: str, *, ask: bool) -> None:
    """Erase a candidate, after asking. Raises CandidateNotFoundError or CohortInUseError."""
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        cohort = store.cohort(name)
        ref = _ref_of(store, name, candidate)
        if ask:
            sure = typer.confirm(f"Erase all that “{candidate}” wrote, and their grades, for good?")
            if not sure:
                tell("Nothing was erased.")
                raise typer.Exit(EXPECTED_FAILURE)
        with holding(place.paths, cohort), holding_sitting(place.paths, ref):
            erased = erase_candidate(store, cohort, candidate, utc_now())
    taken = f"{counted(erased.answers, 'answer')}, {counted(erased.grades, 'grade')}"
    tell(f"Erased: {taken}, id and name. The log still verifies.")
    if erased.exports:
        tell(f"Reports and exports were written {counted(erased.exports, 'time')} before; erase those files too.")
    if not erased.is_out_of_files:
        tell("The database's files may still hold traces: another program has them open, or cleans them by itself.")
        tell("Close that program, and run the same command once more to clean them.")


def _ref_of(store: ScreenStore, name: str, candidate: str) -> str:
    """The reference of a candidate. Where there is none, the files are cleaned of those erased before.

    Raises CandidateNotFoundError.
    """
    with store.reading(name) as reading:
        found = holders(reading, [candidate]).get(candidate)
        before = [each for each in read_candidates(reading) if each.is_erased]
    if found is not None:
        return found.ref
    cleaned = " The files were cleaned of what was erased before." if before and store.remove_traces() else ""
    raise CandidateNotFoundError(f"The cohort has no candidate “{candidate[:80]}”.{cleaned}")
