"""`bank anchors` from the command line: what is asked, kept, used, and told."""

import json
from pathlib import Path

import httpx
import pytest
import respx

from bank.library import SEED_ID, load_bank
from bank.question import Bank
from interviewer.banks import open_bank
from interviewer.cli.main import run
from interviewer.journal import Journal
from interviewer.paths import Paths
from rubrics.drafts import waiting
from rubrics.extraction import extract_rubric
from tests.interviewer.drafting.service import ANCHORS, CHAT, Service

pytestmark = pytest.mark.usefixtures("_model")
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def bank(document: Path, place: Paths, capsys: Captured) -> Paths:
    """An imported bank called `net`."""
    assert run(["bank", "import", str(document)]) == 0
    capsys.readouterr()
    return place


def _drafted(bank: Bank) -> list[str]:
    return [point.anchors.drafted_by or "" for q in bank.questions for point in waiting(q) if point.anchors]


def test_drafts_are_kept_marked_and_judged_by_only_once_approved(
    bank: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    service = Service(httpx2_mock)
    assert run(["bank", "anchors", "net"]) == 0
    told = capsys.readouterr()
    assert "Drafted anchors for 3 criteria; waiting in" in told.out
    assert "Without anchors: 3 criteria of 2 questions." in told.err
    assert "no points to attach anchors to: 1 answer." in told.err
    assert "2 requests" in told.err or "3 requests" in told.err
    assert len(service.asked) == 2
    question = open_bank(bank, "net").questions[0]
    assert _drafted(open_bank(bank, "net")) == ["m"] * 3
    assert all(criterion.anchors is None for criterion in extract_rubric(question).criteria)
    assert run(["bank", "anchors", "net", "--approve-all"]) == 0
    assert "Approved 3 drafts" in capsys.readouterr().out
    question = open_bank(bank, "net").questions[0]
    anchors = extract_rubric(question).criteria[0].anchors
    assert anchors is not None
    assert anchors.says == tuple(ANCHORS["says"])
    assert run(["bank", "anchors", "net"]) == 0
    assert "Every criterion has anchors." in capsys.readouterr().err
    assert len(service.asked) == 2


def test_only_the_questions_that_were_chosen_are_asked_about(
    bank: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    service = Service(httpx2_mock)
    assert run(["bank", "anchors", "net", "--question", "what-does", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["drafted"], told["waiting"], told["model"]) == (1, 1, "m")
    assert (told["usage"]["requests"], told["usage"]["prompt_tokens"]) == (1, 500)
    assert len(service.asked) == 1
    assert run(["bank", "anchors", "net", "--topic", "Cookery"]) == 1
    assert "no topic" in capsys.readouterr().err


def test_a_draft_that_copies_its_criterion_is_left_out_and_told(
    bank: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    copied = {**ANCHORS, "says": ["It lets the receiver discard damaged segments."] * 3}
    Service(httpx2_mock, {"damaged": {"criteria": {"c1": copied}}})
    assert run(["bank", "anchors", "net"]) == 0
    told = capsys.readouterr()
    assert "Drafted anchors for 2 criteria" in told.out
    assert "what-does-a-checksum-do c1: left out: a way to say it repeats the words of the criterion" in told.err
    assert len(_drafted(open_bank(bank, "net"))) == 2


def test_a_service_that_fails_for_one_question_keeps_the_others_and_the_next_run_asks_for_the_rest(
    bank: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    Service(httpx2_mock, {"damaged": httpx.Response(400, json={"error": {"message": "content_filter"}})})
    assert run(["bank", "anchors", "net"]) == 1
    assert "1 not drafted: The content filter" in capsys.readouterr().err
    assert len(_drafted(open_bank(bank, "net"))) == 2
    httpx2_mock.routes.clear()
    service = Service(httpx2_mock)
    assert run(["bank", "anchors", "net"]) == 0
    assert len(service.asked) == 1
    assert len(_drafted(open_bank(bank, "net"))) == 3


def test_a_wrong_key_stops_the_run_with_one_request(bank: Paths, httpx2_mock: respx.Router, capsys: Captured) -> None:
    route = httpx2_mock.post(CHAT).respond(401, json={"error": {"message": "no"}})
    assert run(["bank", "anchors", "net", "--concurrency", "1"]) == 1
    assert route.call_count == 1
    assert "does not accept the API key" in capsys.readouterr().err


def test_what_a_killed_run_had_paid_for_is_not_asked_for_again(
    bank: Paths, httpx2_mock: respx.Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    Service(httpx2_mock)
    with monkeypatch.context() as patched:
        patched.setattr("interviewer.cli.drafting_run.change", _killed)
        assert run(["bank", "anchors", "net"]) == 130
    assert _drafted(open_bank(bank, "net")) == []
    file = next((bank.root / "drafts").glob("anchors-*.jsonl"))
    with file.open("a", encoding="utf-8") as torn:
        torn.write('["abc", {"sa')
    httpx2_mock.routes.clear()
    assert run(["bank", "anchors", "net"]) == 0
    assert len(_drafted(open_bank(bank, "net"))) == 3
    assert not file.exists()


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_torn_line_takes_no_other_with_it(place: Paths) -> None:
    journal = Journal(place, "x")
    journal.add({"a": 1})
    with journal.file.open("a") as torn:
        torn.write('["b", {')
    journal.add({"c": [2]})
    assert journal.read() == {"a": 1, "c": [2]}


def test_what_ends_a_line_elsewhere_or_is_half_a_character_is_kept_in_the_journal(place: Paths) -> None:
    journal = Journal(place, "x")
    kept = {"a": ["one\u2028two\u0085three\x0cfour\rfive"], "b": "half \ud83d"}
    journal.add(kept)
    assert journal.read() == kept


def test_the_bank_that_ships_is_copied_before_it_is_changed(
    place: Paths, httpx2_mock: respx.Router, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = load_bank()
    question = seed.questions[0]
    bare = question.model_copy(update={"reference": _without_anchors(question)})
    lacking = seed.model_copy(update={"questions": (bare, *seed.questions[1:])})
    monkeypatch.setattr("interviewer.authoring.load_bank", lambda *_: lacking)
    Service(httpx2_mock)
    assert run(["bank", "anchors", SEED_ID]) == 0
    assert "“ai-ml-own” is your copy" in capsys.readouterr().err
    copy = open_bank(place, "ai-ml-own")
    assert (copy.id, len(copy.questions)) == ("ai-ml-own", len(seed.questions))
    assert len(_drafted(copy)) == len(list(question.reference.bullets()))
    assert load_bank() == seed


def _without_anchors(question: object) -> object:
    from bank.question import Question
    from rubrics.drafts import with_bullets

    assert isinstance(question, Question)
    return with_bullets(question.reference, lambda point: point.model_copy(update={"anchors": None}))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "There is no bank “nowhere”"),
        (["net", "--question", "nothing"], "there is no question"),
        (["net", "--max-cost", "1"], "price of this model is not known"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    bank: Paths, arguments: list[str], words: str, capsys: Captured
) -> None:
    assert run(["bank", "anchors", *arguments]) == 1
    assert words in capsys.readouterr().err


def test_without_a_model_nothing_is_read_and_the_way_to_one_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL")
    for arguments in (["anchors", "nowhere"], ["import", "nowhere.md", "--points", "model"]):
        assert run(["bank", *arguments]) == 1
        assert "OPENAI_API_KEY" in capsys.readouterr().err


def test_what_waits_is_listed_by_the_check(bank: Paths, httpx2_mock: respx.Router, capsys: Captured) -> None:
    Service(httpx2_mock)
    run(["bank", "anchors", "net"])
    capsys.readouterr()
    assert run(["bank", "check", "net"]) == 0
    assert capsys.readouterr().out.count("notice DRAFT the anchors of “") == 3
