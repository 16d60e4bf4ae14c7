"""Follow-up questions: aimed at what is worth most, and checked not to give it away."""

from rubrics.extraction import extract_rubric
from rubrics.llm.chat import Completion
from rubrics.llm.failures import Failure
from rubrics.llm.followup import OPEN_QUESTION, delta, follow_up_without_model, gives_away, joined, target
from rubrics.llm.openai_grader import OpenAIGrader
from rubrics.verdict import Grade, Status
from tests.rubrics.llm.scripted import ANSWER, GOOD, NOW, QUESTION, QUOTES, ScriptedChat, Step, failed, verdicts_reply

RUBRIC = extract_rubric(QUESTION)


async def _asked(*steps: Step) -> tuple[OpenAIGrader, Grade]:
    grader = OpenAIGrader("m", base_url="http://localhost/v1", chat=ScriptedChat(GOOD, *steps), now=lambda: NOW)
    return grader, await grader.grade(QUESTION, RUBRIC, ANSWER)


async def test_it_aims_at_the_point_missed() -> None:
    grader, grade = await _asked("And what is different once the network is in production?")
    found = await grader.follow_up(QUESTION, RUBRIC, ANSWER, grade)
    assert found is not None
    assert (found.criterion_id, found.origin) == ("c3", "model")
    assert found.usage.requests == 1


async def test_a_question_that_gives_the_point_away_is_not_asked() -> None:
    leaks = ["Do you scale the activations at test time?", "Is it switched off?"]
    grader, grade = await _asked(*leaks)
    found = await grader.follow_up(QUESTION, RUBRIC, ANSWER, grade)
    assert found is not None
    assert (found.text, found.origin) == (OPEN_QUESTION, "open")


async def test_what_is_no_question_is_not_asked_and_failures_cost_no_follow_up() -> None:
    for steps in (["Think harder.", Completion("")], [failed(Failure.TIMEOUT)]):
        grader, grade = await _asked(*steps)
        found = await grader.follow_up(QUESTION, RUBRIC, ANSWER, grade)
        assert found is not None
        assert found.origin == "open"


async def test_when_nothing_is_missing_nothing_is_asked() -> None:
    grader, grade = await _asked()
    met = tuple(verdict.model_copy(update={"status": Status.MET}) for verdict in grade.verdicts)
    assert await grader.follow_up(QUESTION, RUBRIC, ANSWER, grade.model_copy(update={"verdicts": met})) is None
    assert follow_up_without_model(QUESTION, RUBRIC, grade) is not None


async def test_required_points_come_before_optional_and_missed_before_partial() -> None:
    _, grade = await _asked()
    statuses = [Status.PARTIAL, Status.MET, Status.MISSED]
    verdicts = tuple(v.model_copy(update={"status": s}) for v, s in zip(grade.verdicts, statuses, strict=True))
    aimed = target(RUBRIC, grade.model_copy(update={"verdicts": verdicts}))
    assert aimed is not None
    assert aimed.id == "c3"


def test_words_of_the_question_give_nothing_away() -> None:
    criterion = RUBRIC.criterion("c3")
    assert not gives_away("Why does dropout help, as you said?", QUESTION, criterion)
    assert gives_away("What happens at test time?", QUESTION, criterion)


async def test_the_second_answer_is_graded_with_the_first_and_shown_as_a_delta() -> None:
    second = "When predicting all units are kept and outputs are multiplied to compensate."
    both = joined(ANSWER, second)
    reply = verdicts_reply({
        "c1": ("met", QUOTES["c1"]), "c2": ("met", QUOTES["c2"]), "c3": ("met", "all units are kept"),
    })  # fmt: skip
    grader, before = await _asked(reply)
    after = await grader.grade(QUESTION, RUBRIC, both)
    assert [(c.criterion_id, c.before, c.after) for c in delta(before, after)] == [("c3", Status.MISSED, Status.MET)]
    assert (after.score or 0) > (before.score or 0)
