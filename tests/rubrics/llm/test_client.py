"""The service behind the OpenAI client, faked at the HTTP level: every way to fail, and what is sent."""

import asyncio
import json
import random
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import httpx2
import pytest
import respx

from rubrics.extraction import extract_rubric
from rubrics.llm.chat import RefusedParameter
from rubrics.llm.client import OpenAIChat
from rubrics.llm.connection import list_models, try_connection
from rubrics.llm.endpoint import endpoint, key_for
from rubrics.llm.failures import CallFailed, Failure
from rubrics.llm.openai_grader import OpenAIGrader
from rubrics.llm.troubles import retry_after
from rubrics.verdict import Grade, GradeState, Usage
from tests.rubrics.llm.scripted import ANSWER, GOOD, NOW, QUESTION

URL = "http://localhost:8123/v1"
CHAT = f"{URL}/chat/completions"
KEY = "sk-not-a-real-key-0123456789"
RUBRIC = extract_rubric(QUESTION)


def reply(text: str | None = GOOD, finish: str = "stop", **message: object) -> dict[str, Any]:
    """A chat completion as a server sends it."""
    return {
        "id": "x", "object": "chat.completion", "created": 0, "model": "m",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}},
        ],
        "usage": {
            "prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000,
            "prompt_tokens_details": {"cached_tokens": 512},
        },
    }  # fmt: skip


def error(message: str, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    """An error body as OpenAI sends it."""
    return {"error": {"message": message, "type": "invalid_request_error", "code": code, "param": param}}


class Naps:
    """Sleeps that take no time and are remembered."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


def _grader(naps: Naps | None = None, *, url: str = URL, key: str | None = KEY, **more: Any) -> OpenAIGrader:
    return OpenAIGrader(
        "m", base_url=url, api_key=key, rng=random.Random(1), now=lambda: NOW, sleep=naps or Naps(), **more
    )


async def _grade(grader: OpenAIGrader) -> Grade:
    try:
        return await grader.grade(QUESTION, RUBRIC, ANSWER)
    finally:
        await grader.aclose()


async def test_a_grade_comes_back_with_its_usage_and_cached_tokens(httpx2_mock: respx.Router) -> None:
    route = httpx2_mock.post(CHAT).respond(json=reply())
    grade = await _grade(_grader())
    assert grade.state is GradeState.GRADED
    assert (grade.usage.prompt_tokens, grade.usage.cached_tokens, grade.usage.completion_tokens) == (900, 512, 100)
    sent = json.loads(route.calls.last.request.content)
    assert sent["model"] == "m"
    assert sent["temperature"] == 0
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]


OUTCOMES: list[tuple[str, Any, Failure, str]] = [
    ("wrong key", (401, error(f"Incorrect API key provided: {KEY}.")), Failure.WRONG_KEY, "does not accept"),
    ("forbidden", (403, error("Your organization must be verified")), Failure.NOT_ALLOWED, "does not allow"),
    ("unknown model", (404, error("The model `m` does not exist", "model_not_found")), Failure.UNKNOWN_MODEL, "“m”"),
    ("ollama model", (404, {"error": {"message": 'model "m" not found'}}), Failure.UNKNOWN_MODEL, "no model"),
    ("bad path", (404, {"detail": "Not Found"}), Failure.NOT_AN_API, "/v1"),
    ("web page", (404, "<html>nginx</html>"), Failure.NOT_AN_API, "/v1"),
    ("quota", (429, error("You exceeded your current quota", "insufficient_quota")), Failure.QUOTA, "credit"),
    ("payment", (402, error("Insufficient balance")), Failure.QUOTA, "credit"),
    ("filter", (400, error("triggered content management policy", "content_filter")),
     Failure.CONTENT_FILTER, "filter"),
    ("too long", (400, error("maximum context length is 8192", "context_length_exceeded")),
     Failure.CONTEXT_TOO_LONG, "too long"),
    ("llama too long", (400, {"error": {"message": "exceeds the available context size",
     "type": "exceed_context_size_error"}}), Failure.CONTEXT_TOO_LONG, "too long"),
    ("bad request", (400, error("messages must alternate")), Failure.BAD_REQUEST, "must alternate"),
    ("429", (429, error("Rate limit reached")), Failure.RATE_LIMITED, "limiting"),
    ("500", (500, error("boom")), Failure.SERVER_ERROR, "boom"),
    ("503", (503, "overloaded"), Failure.SERVER_ERROR, "error of its own"),
    ("error in a 200", (200, {"error": {"message": "upstream died"}}), Failure.SERVER_ERROR, "upstream died"),
    ("html in a 200", (200, "<html>hello</html>"), Failure.NOT_AN_API, "/v1"),
    ("no choices", (200, {"id": "x", "choices": []}), Failure.NOT_AN_API, "/v1"),
    ("refusal", (200, reply(None, refusal="I can't help with that.")), Failure.REFUSED, "declined"),
    ("truncated", (200, reply(GOOD[:50], "length")), Failure.TRUNCATED, "cut off"),
    ("filtered", (200, reply("", "content_filter")), Failure.CONTENT_FILTER, "filter"),
    ("empty", (200, reply("")), Failure.EMPTY, "empty"),
    ("null", (200, reply(None)), Failure.EMPTY, "empty"),
    ("prose", (200, reply("A fine answer.")), Failure.UNREADABLE, "could not be read"),
    ("bad shape", (200, reply('{"unexpected": 1}')), Failure.UNREADABLE, "could not be read"),
    ("timeout", httpx2.ReadTimeout("slow"), Failure.TIMEOUT, "within 60 seconds"),
    ("reset", httpx2.RemoteProtocolError("Server disconnected"), Failure.RESET, "broke off"),
    ("refused", httpx2.ConnectError("[Errno 111] Connection refused"), Failure.UNREACHABLE, "Nothing answers"),
    ("no host", httpx2.ConnectError("[Errno -2] Name or service not known"), Failure.NO_SUCH_HOST, "no host"),
    ("certificate", httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] x"),
     Failure.BAD_CERTIFICATE, "certificate"),
]  # fmt: skip


def _serve(router: respx.Router, outcome: Any) -> respx.Route:
    if isinstance(outcome, Exception):
        return router.post(CHAT).mock(side_effect=outcome)
    status, body = outcome
    if isinstance(body, str):
        return router.post(CHAT).respond(status, text=body, headers={"content-type": "text/html"})
    return router.post(CHAT).respond(status, json=body)


@pytest.mark.parametrize(("name", "outcome", "failure", "words"), OUTCOMES, ids=[row[0] for row in OUTCOMES])
async def test_every_failure_has_its_own_sentence_and_never_shows_the_key(
    httpx2_mock: respx.Router, name: str, outcome: Any, failure: Failure, words: str
) -> None:
    _serve(httpx2_mock, outcome)
    grade = await _grade(_grader())
    assert (grade.state, grade.score, grade.flags) == (GradeState.UNGRADED, None, (failure.value,))
    assert grade.error
    assert words in grade.error
    assert KEY not in grade.model_dump_json()
    assert "sk-" not in grade.error


@pytest.mark.parametrize(
    ("outcome", "attempts"),
    [
        ((500, error("boom")), 3),
        ((429, error("Rate limit")), 3),
        ((429, error("quota", "insufficient_quota")), 1),
        ((401, error("no")), 1),
        (httpx2.ReadTimeout("slow"), 2),
        (httpx2.RemoteProtocolError("gone"), 3),
        (httpx2.ConnectError("[Errno 111] Connection refused"), 1),
    ],
)
async def test_only_what_may_pass_is_tried_again_and_not_for_ever(
    httpx2_mock: respx.Router, outcome: Any, attempts: int
) -> None:
    route = _serve(httpx2_mock, outcome)
    await _grade(_grader(max_retries=2))
    assert route.call_count == attempts


async def test_after_a_429_and_a_500_the_grade_comes(httpx2_mock: respx.Router) -> None:
    naps, throttled = Naps(), list[float]()
    httpx2_mock.post(CHAT).mock(
        side_effect=[
            httpx.Response(429, json=error("slow down"), headers={"retry-after": "7"}),
            httpx.Response(500, json=error("boom")),
            httpx.Response(200, json=reply()),
        ]
    )
    grade = await _grade(_grader(naps, on_throttled=throttled.append))
    assert grade.state is GradeState.GRADED
    assert naps.taken[0] == 7
    assert 0.5 < naps.taken[1] < 1.5
    assert throttled == [7]
    assert (grade.usage.requests, grade.usage.prompt_tokens) == (3, 900)


async def test_tokens_of_failed_attempts_count_where_the_service_reports_them(httpx2_mock: respx.Router) -> None:
    paid = {**error("the reply broke off"), "usage": {"prompt_tokens": 500, "completion_tokens": 40}}
    httpx2_mock.post(CHAT).mock(
        side_effect=[
            httpx.Response(500, json=paid),
            httpx.Response(200, json={**paid, "error": {"message": "again"}}),
        ]
    )
    grade = await _grade(_grader())
    assert grade.state is GradeState.UNGRADED
    assert grade.usage == Usage(requests=2, prompt_tokens=1000, completion_tokens=80)


async def test_requests_with_a_refused_parameter_count(httpx2_mock: respx.Router) -> None:
    refusal = httpx.Response(400, json=error("Unsupported value: 'temperature'", param="temperature"))
    httpx2_mock.post(CHAT).mock(side_effect=[refusal, httpx.Response(200, json=reply())])
    grade = await _grade(_grader())
    assert grade.state is GradeState.GRADED
    assert grade.usage.requests == 2


@pytest.mark.parametrize(("at_once", "most"), [(None, 3), (2, 2), (1, 1)])
async def test_votes_are_asked_for_together_within_the_bound(at_once: int | None, most: int) -> None:
    flying, seen, landed = 0, list[int](), asyncio.Event()

    async def serve(_: httpx.Request) -> httpx.Response:
        nonlocal flying
        flying += 1
        seen.append(flying)
        if flying == most:
            landed.set()
        await landed.wait()
        flying -= 1
        return httpx.Response(200, json=reply())

    with respx.mock(using="httpcore2") as router:
        router.post(CHAT).mock(side_effect=serve)
        grade = await _grade(_grader(votes=3, at_once=at_once))
    assert grade.state is GradeState.GRADED
    assert grade.usage.requests == 3
    assert max(seen) == most


async def test_a_wait_longer_than_allowed_ends_the_attempt_and_says_so(httpx2_mock: respx.Router) -> None:
    naps = Naps()
    httpx2_mock.post(CHAT).respond(429, json=error("later"), headers={"retry-after": "3600"})
    grade = await _grade(_grader(naps))
    assert naps.taken == []
    assert grade.error
    assert "3600 seconds" in grade.error


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 1970 00:01:40 GMT"}, 40.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:10 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_understood_in_each_of_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, now=60.0) == seconds


@pytest.mark.parametrize(
    ("message", "param", "refused"),
    [
        ("Unsupported value: 'temperature' does not support 0", "temperature", "temperature"),
        ("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", None, "max_tokens"),
        ("'response_format.type' must be 'text'", None, "response_format"),
        ("this model does not support JSON schema", None, "response_format"),
        ("Unrecognized request argument supplied: seed", None, "seed"),
    ],
)  # fmt: skip
async def test_a_refused_parameter_is_named(
    httpx2_mock: respx.Router, message: str, param: str | None, refused: str
) -> None:
    httpx2_mock.post(CHAT).respond(400, json=error(message, param=param))
    chat = OpenAIChat(endpoint(URL, KEY), "m")
    sent = {"temperature": 0, "seed": 7, "max_tokens": 9, "response_format": {"type": "json_object"}}
    with pytest.raises(RefusedParameter) as caught:
        await chat.complete([{"role": "user", "content": "x"}], sent)
    assert caught.value.parameter == refused
    await chat.aclose()


async def test_a_service_that_hangs_is_left_after_the_timeout() -> None:
    async def hang(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        raise AssertionError

    with respx.mock(using="httpcore2", assert_all_called=False) as router:
        router.post(CHAT).mock(side_effect=hang)
        grade = await _grade(_grader(timeout=0.01, max_retries=0))
    assert grade.flags == ("timeout",)


@pytest.mark.parametrize(
    ("url", "set_together", "key"),
    [
        (None, False, KEY),
        ("https://api.openai.com/v1", False, KEY),
        ("http://api.openai.com/v1", False, None),
        ("https://api.openai.com.evil.example/v1", False, None),
        ("https://api.openai.com@evil.example/v1", False, None),
        ("https://user@api.openai.com/v1", False, None),
        (URL, False, None),
        (URL, True, KEY),
    ],
)
def test_a_key_goes_to_another_address_only_when_both_were_set_together(
    url: str | None, set_together: bool, key: str | None
) -> None:
    assert key_for(url, KEY, set_together=set_together) == key


async def test_the_environment_adds_no_key_to_a_local_server(
    httpx2_mock: respx.Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "sk-from-the-environment")
    route = httpx2_mock.post(CHAT).respond(json=reply())
    await _grade(_grader(key=None))
    assert "sk-from-the-environment" not in str(dict(route.calls.last.request.headers))


async def test_the_key_is_not_logged(httpx2_mock: respx.Router, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    httpx2_mock.post(CHAT).respond(401, json=error(f"Incorrect API key provided: {KEY}"))
    await _grade(_grader())
    assert KEY not in caplog.text
    assert ANSWER not in caplog.text


async def test_models_are_listed_and_a_connection_is_told_in_a_sentence(httpx2_mock: respx.Router) -> None:
    listed = {"object": "list", "data": [{"id": "m2", "object": "model"}, {"id": "m", "object": "model"}]}
    httpx2_mock.get(f"{URL}/models").respond(json=listed)
    httpx2_mock.post(CHAT).respond(json=reply("ok"))
    assert await list_models(URL, None) == ["m", "m2"]
    assert (await try_connection(URL, None, "m")).is_fine
    missing = await try_connection(URL, None, "m9")
    assert not missing.is_fine
    assert "m9" in missing.sentence


async def test_a_connection_that_fails_says_why(httpx2_mock: respx.Router) -> None:
    httpx2_mock.get(f"{URL}/models").mock(side_effect=httpx2.ConnectError("[Errno 111] Connection refused"))
    told = await try_connection(URL, KEY, "m")
    assert not told.is_fine
    assert told.failure is Failure.UNREACHABLE
    with pytest.raises(CallFailed, match="Nothing answers"):
        await list_models(URL, KEY)
    assert not (await try_connection("nonsense", KEY, "m")).is_fine


async def test_without_a_list_of_models_a_request_tells(httpx2_mock: respx.Router) -> None:
    httpx2_mock.get(f"{URL}/models").respond(404, json={"detail": "Not Found"})
    httpx2_mock.post(CHAT).respond(json=reply("ok"))
    assert (await try_connection(URL, None, "m")).is_fine


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on loopback where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


async def test_a_real_refused_connection_is_told_apart(closed_port: int) -> None:
    grade = await _grade(_grader(url=f"http://127.0.0.1:{closed_port}/v1", max_retries=0))
    assert grade.flags == (Failure.UNREACHABLE.value,)
