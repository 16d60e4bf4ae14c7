"""Replies that are JSON, or claim to be, and would break what reads, computes with or keeps them."""

import json
import random
from typing import Any

import pytest
import respx

from rubrics.extraction import extract_rubric
from rubrics.llm.failures import Failure
from rubrics.llm.openai_grader import OpenAIGrader
from rubrics.llm.troubles import retry_after
from rubrics.verdict import Grade, GradeState, Status, Usage
from tests.rubrics.llm.scripted import NOW, QUESTION, verdicts_reply
from tests.rubrics.llm.test_client import CHAT, KEY, URL, Naps, reply

RUBRIC = extract_rubric(QUESTION)
ANSWER = "Jedes Gerät – “jede” Einheit – has to be useful alone because its partners may vanish at any time."
VERDICTS = {"c1": ("met", ANSWER), "c2": ("missed", ""), "c3": ("missed", "")}


def _body(said: dict[str, Any]) -> bytes:
    """As servers send it: UTF-8, not escaped."""
    return json.dumps(said, ensure_ascii=False).encode()


def _reply() -> dict[str, Any]:
    return reply(json.dumps(json.loads(verdicts_reply(VERDICTS)), ensure_ascii=False))


async def _grade(router: respx.Router, status: int, body: bytes, headers: dict[str, str] | None = None) -> Grade:
    router.post(CHAT).respond(status, content=body, headers={"content-type": "application/json", **(headers or {})})

    def each_a_millionth(_model: str, _url: str, usage: Usage) -> float:
        return usage.prompt_tokens * 1e-6

    grader = OpenAIGrader(
        "m",
        base_url=URL,
        api_key=KEY,
        rng=random.Random(1),
        now=lambda: NOW,
        sleep=Naps(),
        price=each_a_millionth,
    )
    try:
        return await grader.grade(QUESTION, RUBRIC, ANSWER)
    finally:
        await grader.aclose()


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        (b"", "application/json; charset=iso-8859-1"),
        (b"", "text/plain; charset=windows-1252"),
        (b"\xef\xbb\xbf", "application/json"),
    ],
)
async def test_a_quote_is_read_as_utf_8_whatever_the_header_says(
    httpx2_mock: respx.Router, mark: bytes, kind: str
) -> None:
    grade = await _grade(httpx2_mock, 200, mark + _body(_reply()), {"content-type": kind})
    assert grade.verdicts[0].status is Status.MET
    assert grade.verdicts[0].quote == ANSWER


async def test_a_byte_that_is_no_utf_8_costs_no_verdict(httpx2_mock: respx.Router) -> None:
    grade = await _grade(httpx2_mock, 200, _body(_reply()).replace(b"About c2", b"Ab\xffut c2"))
    assert [verdict.status for verdict in grade.verdicts] == [Status.MET, Status.MISSED, Status.MISSED]


async def test_a_number_too_long_to_read_ends_as_ungraded(httpx2_mock: respx.Router) -> None:
    grade = await _grade(httpx2_mock, 200, _body(_reply()).replace(b'"created": 0', b'"created": ' + b"9" * 5000))
    assert (grade.state, grade.flags) == (GradeState.UNGRADED, (Failure.NOT_AN_API.value,))


async def test_a_count_of_tokens_beyond_all_measure_does_not_break_the_price(httpx2_mock: respx.Router) -> None:
    said = _reply()
    said["usage"]["prompt_tokens"] = 10**400
    grade = await _grade(httpx2_mock, 200, _body(said))
    assert grade.verdicts[0].status is Status.MET
    assert (grade.usage.prompt_tokens, grade.usage.cost_usd) == (0, 0.0)


async def test_an_error_nested_without_end_is_an_error_of_the_service(httpx2_mock: respx.Router) -> None:
    grade = await _grade(httpx2_mock, 500, b"[" * 200_000)
    assert grade.flags == (Failure.SERVER_ERROR.value,)


@pytest.mark.parametrize("date", ["Mon, 01 Jan 99999 00:00:00 GMT", "Mon, 01 Jan 2027 00:00:00 +" + "9" * 30])
async def test_a_day_that_no_calendar_has_is_no_wait(httpx2_mock: respx.Router, date: str) -> None:
    assert retry_after({"retry-after": date}, 0.0) in (None, 0.0)
    grade = await _grade(httpx2_mock, 429, b"{}", {"retry-after": date})
    assert grade.flags == (Failure.RATE_LIMITED.value,)


HALF = "cut within \ud83d"
CUT = {"c1": ("met", HALF), "c2": ("missed", HALF), "c3": ("missed", "")}


@pytest.mark.parametrize(
    "said",
    [reply(verdicts_reply(CUT, beyond=[HALF])), reply(HALF), reply(None, refusal=HALF)],
    ids=["verdicts", "prose", "refusal"],
)
async def test_half_a_character_in_a_reply_can_be_kept(httpx2_mock: respx.Router, said: dict[str, Any]) -> None:
    grade = await _grade(httpx2_mock, 200, json.dumps(said).encode())
    assert Grade.model_validate_json(grade.model_dump_json()) == grade
