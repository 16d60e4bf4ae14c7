"""The LLM grader against a scripted service: what it asks, what it believes, how it fails."""

import json
import random
from collections.abc import Sequence

import pytest

from rubrics.errors import GraderSetupError, GraderUnavailableError
from rubrics.extraction import extract_rubric
from rubrics.llm.chat import Completion, RefusedParameter
from rubrics.llm.failures import Failure
from rubrics.llm.ladder import Memory
from rubrics.llm.openai_grader import OpenAIGrader
from rubrics.verdict import Grade, GradeState, Status, Usage
from tests.rubrics.llm.scripted import (
    ANSWER,
    GOOD,
    NOW,
    QUESTION,
    QUOTES,
    USED,
    ScriptedChat,
    Step,
    failed,
    verdicts_reply,
)

RUBRIC = extract_rubric(QUESTION)


def _grader(chat: ScriptedChat, *, votes: int = 1, memory: Memory | None = None, model: str = "m") -> OpenAIGrader:
    rng = random.Random(1)
    return OpenAIGrader(
        model,
        base_url="http://localhost:9/v1",
        chat=chat,
        votes=votes,
        rng=rng,
        now=lambda: NOW,
        memory=memory,
        price=lambda _m, _u, usage: usage.prompt_tokens / 1e6,
    )


async def _grade(*steps: Step, answer: str = ANSWER, votes: int = 1) -> tuple[Grade, ScriptedChat]:
    chat = ScriptedChat(*steps)
    return await _grader(chat, votes=votes).grade(QUESTION, RUBRIC, answer), chat


def _statuses(grade: Grade) -> list[str]:
    return [verdict.status.value for verdict in grade.verdicts]


async def test_a_good_reply_takes_one_request_and_becomes_a_grade_with_spans() -> None:
    grade, chat = await _grade(GOOD)
    assert grade.state is GradeState.GRADED
    assert _statuses(grade) == ["met", "met", "missed"]
    assert len(chat.asked) == 1
    for verdict in grade.verdicts[:2]:
        assert verdict.span is not None
        assert ANSWER[slice(*verdict.span)] == verdict.quote
    assert grade.usage == USED.model_copy(update={"cost_usd": 900 / 1e6})
    assert grade.raw_reply == GOOD
    assert grade.graded_at == NOW


async def test_an_answer_that_says_nothing_costs_no_request() -> None:
    grade, chat = await _grade(answer="I don't know.")
    assert (grade.score, chat.asked) == (0.0, [])


async def test_verdicts_without_proof_are_asked_for_once_more_and_alone() -> None:
    first = verdicts_reply({"c1": ("met", "words never said"), "c2": ("met", QUOTES["c2"]), "c3": ("met", "")})
    second = verdicts_reply({"c1": ("met", QUOTES["c1"]), "c3": ("missed", "")})
    grade, chat = await _grade(first, second)
    assert _statuses(grade) == ["met", "met", "missed"]
    assert grade.state is GradeState.GRADED
    assert chat.asked[0][0] == chat.asked[1][0]
    assert "c1, c3" in chat.asked[1][1]["content"]
    asked_for = chat.parameters[1]["response_format"]["json_schema"]["schema"]["properties"]["verdicts"]["required"]
    assert asked_for == ["c1", "c3"]
    assert grade.usage.requests == 2


async def test_a_met_that_stays_without_proof_is_unsure_and_earns_nothing() -> None:
    claim = verdicts_reply({"c1": ("met", QUOTES["c1"]), "c2": ("missed", ""), "c3": ("met", "made up")})
    grade, _ = await _grade(claim, verdicts_reply({"c3": ("met", "made up again")}))
    assert _statuses(grade) == ["met", "missed", "unsure"]
    assert grade.state is GradeState.NEEDS_REVIEW
    assert grade.score == grade.low == pytest.approx(1 / 2.4)
    assert grade.high == pytest.approx(2 / 2.4)
    assert "unproven-verdicts" in grade.flags


async def test_when_the_second_request_fails_the_proven_verdicts_stand() -> None:
    claim = verdicts_reply({"c1": ("met", QUOTES["c1"]), "c2": ("missed", ""), "c3": ("met", "made up")})
    grade, _ = await _grade(claim, failed(Failure.TIMEOUT))
    assert _statuses(grade) == ["met", "missed", "unsure"]


async def test_missing_and_doubled_verdicts_are_asked_for_again() -> None:
    doubled = (
        '{"verdicts": {"c1": {"quote": "Each neuron has to be useful alone", "reason": "", "status": "met"},'
        ' "c1": {"quote": "", "reason": "", "status": "missed"}}, "beyond": [], "wrong": []}'
    )
    second = verdicts_reply({"c1": ("met", QUOTES["c1"]), "c2": ("missed", ""), "c3": ("missed", "")})
    grade, chat = await _grade(doubled, second)
    assert _statuses(grade) == ["met", "missed", "missed"]
    assert "c1, c2, c3" in chat.asked[1][1]["content"]


async def test_unknown_ids_are_ignored_and_flagged() -> None:
    reply = json.loads(GOOD)
    reply["verdicts"]["c99"] = {"quote": QUOTES["c1"], "reason": "", "status": "met"}
    grade, _ = await _grade(json.dumps(reply))
    assert _statuses(grade) == ["met", "met", "missed"]
    assert "unknown-criteria" in grade.flags


async def test_numbers_and_extra_fields_of_a_reply_change_nothing() -> None:
    reply = {**json.loads(GOOD), "score": 1.0, "overall": 100, "state": "graded"}
    grade, _ = await _grade(json.dumps(reply))
    plain, _ = await _grade(GOOD)
    assert grade.score == plain.score


async def test_points_beyond_need_a_quote_of_their_own() -> None:
    verdicts = {"c1": ("met", QUOTES["c1"]), "c2": ("missed", ""), "c3": ("missed", "")}
    claims = ["lower the rate close to the input layer", QUOTES["c1"], "never said at all"]
    grade, _ = await _grade(verdicts_reply(verdicts, beyond=claims))
    assert [claim.quote for claim in grade.beyond] == ["lower the rate close to the input layer"]


UNREADABLE = "I think the answer is quite good."
PROSE = f"Here is the result:\n```json\n{GOOD}\n```\nHope it helps!"
TWO = f"{GOOD}\n{GOOD}"
THOUGHT = f"<think>the candidate says {{}} so …</think>{GOOD}"


@pytest.mark.parametrize("reply", [PROSE, THOUGHT, f"\n{GOOD}\n"])
async def test_json_within_prose_is_read_without_another_request(reply: str) -> None:
    grade, chat = await _grade(reply)
    assert grade.state is GradeState.GRADED
    assert len(chat.asked) == 1


@pytest.mark.parametrize(
    "first",
    [
        UNREADABLE,
        TWO,
        '{"verdicts": {}}',
        '{"verdicts": {"c9": {"quote": "", "reason": "", "status": "met"}}}',
        '{"verdicts": {"c1": {"quote": "", "reason": "", "status": "brilliant"}}}',
        "[1, 2]",
        '{"unexpected": "shape"}',
        Completion("", finish="stop"),
        Completion(GOOD[:80], finish="length"),
    ],
)
async def test_an_unusable_reply_is_repaired_once(first: Step) -> None:
    grade, chat = await _grade(first, GOOD)
    assert grade.state is GradeState.GRADED
    assert len(chat.asked) == 2


@pytest.mark.parametrize(
    ("steps", "failure"),
    [
        ([UNREADABLE, UNREADABLE], Failure.UNREADABLE),
        ([Completion(""), Completion("")], Failure.EMPTY),
        ([Completion("x", finish="length"), Completion("x", finish="length")], Failure.TRUNCATED),
        ([Completion("", refusal="I can't.")], Failure.REFUSED),
        ([Completion("", finish="content_filter")], Failure.CONTENT_FILTER),
        *[([failed(failure)], failure) for failure in Failure],
    ],
)
async def test_every_failure_is_ungraded_with_its_own_reason(steps: Sequence[Step], failure: Failure) -> None:
    grade, _ = await _grade(*steps)
    assert grade.state is GradeState.UNGRADED
    assert grade.score is None
    assert grade.flags == (failure.value,)
    assert grade.error
    assert grade.error.endswith((".", "?"))
    assert grade.usage.requests >= 1


async def test_a_server_that_ignores_the_schema_gets_it_in_the_prompt_from_then_on() -> None:
    chat = ScriptedChat(UNREADABLE, GOOD, GOOD)
    grader = _grader(chat)
    await grader.grade(QUESTION, RUBRIC, ANSWER)
    await grader.grade(QUESTION, RUBRIC, ANSWER)
    described = ["JSON Schema" in messages[0]["content"] for messages in chat.asked]
    assert described == [False, True, True]


async def test_refused_parameters_are_given_up_once_and_remembered() -> None:
    memory: Memory = {}
    refusals = [
        RefusedParameter(p, "no") for p in ("temperature", "max_tokens", "response_format", "response_format")
    ]
    chat = ScriptedChat(*refusals, GOOD, GOOD)
    grade = await _grader(chat, memory=memory).grade(QUESTION, RUBRIC, ANSWER)
    assert grade.state is GradeState.GRADED
    await _grader(chat, memory=memory).grade(QUESTION, RUBRIC, ANSWER)
    last = chat.parameters[-1]
    assert "temperature" not in last
    assert "max_tokens" not in last
    assert "response_format" not in last
    assert "max_completion_tokens" in last
    assert len(chat.asked) == 6
    assert grade.usage.requests == 5


async def test_a_service_that_refuses_everything_ends_ungraded() -> None:
    grade, _ = await _grade(*[RefusedParameter("response_format", "no") for _ in range(3)])
    assert (grade.state, grade.flags) == (GradeState.UNGRADED, ("bad-request",))


@pytest.mark.parametrize("model", ["gpt-5-mini", "o3", "openai/gpt-oss-20b", "o4-mini-2025-04-16"])
async def test_reasoning_models_get_low_effort_and_no_temperature(model: str) -> None:
    chat = ScriptedChat(GOOD)
    await _grader(chat, model=model).grade(QUESTION, RUBRIC, ANSWER)
    assert chat.parameters[0]["reasoning_effort"] == "low"
    assert "temperature" not in chat.parameters[0]


@pytest.mark.parametrize("model", ["gpt-4o", "llama3.2:3b", "qwen2.5", "gpt-5-chat-latest", "phi-4"])
async def test_other_models_get_temperature_zero(model: str) -> None:
    chat = ScriptedChat(GOOD)
    await _grader(chat, model=model).grade(QUESTION, RUBRIC, ANSWER)
    assert chat.parameters[0]["temperature"] == 0
    assert "reasoning_effort" not in chat.parameters[0]


async def test_votes_take_the_strict_majority_and_ties_are_unsure() -> None:
    def reply(c1: str, c2: str) -> str:
        return verdicts_reply({"c1": (c1, QUOTES["c1"]), "c2": (c2, QUOTES["c2"]), "c3": ("missed", "")})

    steps = [reply("met", "met"), reply("missed", "partial"), reply("met", "missed")]
    grade, chat = await _grade(*steps, votes=3)
    assert _statuses(grade) == ["met", "unsure", "missed"]
    assert grade.usage.requests == 3
    orders = [messages[0]["content"] for messages in chat.asked]
    assert len(set(orders)) > 1


async def test_a_vote_that_fails_is_a_vote_against_a_majority() -> None:
    grade, _ = await _grade(GOOD, failed(Failure.TIMEOUT), failed(Failure.TIMEOUT), votes=3)
    assert set(_statuses(grade)) == {"unsure"}
    assert grade.state is GradeState.UNGRADED


def test_settings_that_cannot_work_are_refused_with_a_sentence() -> None:
    with pytest.raises(GraderUnavailableError, match="OPENAI_API_KEY"):
        OpenAIGrader("gpt-5-mini")
    with pytest.raises(GraderSetupError, match="No model"):
        OpenAIGrader(" ", api_key="k")
    with pytest.raises(GraderSetupError, match="votes"):
        OpenAIGrader("m", api_key="k", votes=0)
    with pytest.raises(GraderSetupError, match="address"):
        OpenAIGrader("m", base_url="localhost:8000", api_key="k")
    with pytest.raises(GraderSetupError, match="characters"):
        OpenAIGrader("m", api_key="sk-1\nX: y")


def test_the_key_shows_nowhere() -> None:
    grader = OpenAIGrader("m", api_key="sk-very-secret")
    assert "secret" not in repr(grader)
    assert "secret" not in grader.info.model_dump_json()
    assert "secret" not in repr(vars(grader))


async def test_unsure_criteria_of_the_judge_itself_do_not_lower_the_score() -> None:
    reply = verdicts_reply({"c1": ("met", QUOTES["c1"]), "c2": ("unsure", ""), "c3": ("missed", "")})
    grade, chat = await _grade(reply)
    assert grade.score == pytest.approx(1 / 1.6)
    assert grade.verdicts[1].status is Status.UNSURE
    assert len(chat.asked) == 1


def test_usage_adds_up() -> None:
    assert (Usage(requests=1, cost_usd=0.0) + USED).requests == 2
