"""What is said to a model: the trusted part the same for all, the answer fenced, and all of it within its budget."""

import contextlib
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.question import Bank
from rubrics.extraction import extract_rubric
from rubrics.grader import Task
from rubrics.llm.cost import forecast, price, prompt_sizes
from rubrics.llm.messages import prompt_digest, system_message, user_message, visible
from rubrics.llm.openai_grader import OpenAIGrader
from rubrics.llm.schema import ReplyError, read_reply, reply_schema
from rubrics.llm.tokens import TokenCounter, counter_for, encoding_name, seed_cache
from rubrics.verdict import Status, Usage
from tests.rubrics.builders import question
from tests.rubrics.llm.scripted import ANSWER, GOOD, QUESTION, ScriptedChat

RUBRIC = extract_rubric(QUESTION)


async def test_the_trusted_part_is_the_same_for_every_candidate_and_the_answer_comes_last() -> None:
    chat = ScriptedChat(*[GOOD] * 3)
    grader = OpenAIGrader("m", base_url="http://localhost/v1", chat=chat)
    for answer in (ANSWER, ANSWER + " Also more.", ANSWER + " {question} $ids"):
        await grader.grade(QUESTION, RUBRIC, answer)
    systems = {json.dumps(messages[0]) for messages in chat.asked}
    schemas = {json.dumps(parameters["response_format"]) for parameters in chat.parameters}
    marks = {messages[1]["content"].splitlines()[0] for messages in chat.asked}
    assert (len(systems), len(schemas), len(marks)) == (1, 1, 3)
    assert ANSWER not in systems.pop()
    assert "{question} $ids" in chat.asked[2][1]["content"]


@given(answer=st.text(max_size=200), seed=st.integers())
def test_nothing_in_an_answer_can_close_its_fence(answer: str, seed: int) -> None:
    content = user_message(answer, random.Random(seed))["content"]
    mark = content.splitlines()[0].removeprefix("<<<answer ")
    assert content.count(mark) == 2
    assert content.endswith(f"{mark} end>>>")


@given(st.text())
def test_what_no_reader_sees_is_not_sent(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not any(char in shown for char in "\u200b\u202e\x00\x1b\ud800\U000e0041")
    shown.encode("utf-8")


def test_anchors_stand_with_their_criteria(seed_bank: Bank) -> None:
    asked = seed_bank.questions[0]
    rubric = extract_rubric(asked)
    content = system_message(asked, rubric, rubric.criteria)["content"]
    for criterion in rubric.criteria:
        assert criterion.anchors is not None
        assert all(" ".join(text.split()) in content for text in criterion.anchors.says)


def test_the_schema_names_each_criterion_once_in_the_order_of_the_protocol() -> None:
    schema = reply_schema(["c2", "c1"])
    assert schema["properties"]["verdicts"]["required"] == ["c2", "c1"]
    assert list(schema["$defs"]["verdict"]["properties"]) == ["quote", "reason", "status"]
    assert list(schema["properties"]) == ["verdicts", "beyond", "wrong"]


def test_a_list_of_verdicts_is_read_as_well() -> None:
    listed = {"verdicts": [{"criterion_id": "c1", "quote": "q", "reason": "r", "status": "MET"}]}
    assert read_reply(json.dumps(listed), ["c1"]).verdicts[0].status is Status.MET


@given(st.text())
def test_no_reply_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(ReplyError):
        read_reply(text, ["c1"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    )
)
def test_no_shape_of_verdicts_breaks_the_reader(value: object) -> None:
    for reply in ({"verdicts": value}, {"verdicts": {"c1": value}, "beyond": value, "wrong": [value]}):
        with contextlib.suppress(ReplyError):
            read_reply(json.dumps(reply), ["c1"])


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> TokenCounter:
    return counter_for("gpt-5-mini", tmp_path_factory.mktemp("tokens"))


def test_tokens_are_counted_exactly_without_the_network(counter: TokenCounter) -> None:
    assert counter.note is None
    assert counter.count("hello world") == 2
    assert counter.count("<|endoftext|>") > 1


def test_tables_that_are_not_the_pinned_ones_are_replaced(tmp_path: Path) -> None:
    target = seed_cache("cl100k_base", tmp_path)
    size = target.stat().st_size
    target.write_bytes(b"broken")
    assert seed_cache("cl100k_base", tmp_path).stat().st_size == size


def test_without_tables_a_count_is_an_estimate_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    counter = counter_for("gpt-4o", tmp_path / "file")
    assert counter.note is not None
    assert 200 < counter.count("word " * 200) < 400


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-4o-mini", "o200k_base"),
        ("gpt-5", "o200k_base"),
        ("o3", "o200k_base"),
        ("openai/gpt-4.1", "o200k_base"),
        ("gpt-4-turbo", "cl100k_base"),
        ("gpt-3.5-turbo", "cl100k_base"),
        ("llama3.2:3b", None),
        ("openai/gpt-oss-20b", None),
    ],
)
def test_each_model_has_its_tokenizer(model: str, name: str | None) -> None:
    assert encoding_name(model) == name


def test_a_prompt_stays_within_its_budget(counter: TokenCounter) -> None:
    points = ["word " * 2 + "explains how the model learns useful features from large noisy data sets " * 3] * 6
    asked = question("Why does this matter in practice for large networks?", [point.strip() for point in points])
    rubric = extract_rubric(asked)
    assert sum(len(c.text.split()) for c in rubric.criteria) >= 250 - 25
    answer = "the model learns weights that lower the loss on data " * 13
    sizes = prompt_sizes(Task(asked, rubric, answer), counter)
    assert sizes.without_anchors <= 1100


def test_every_seed_question_stays_within_its_budget(counter: TokenCounter, seed_bank: Bank) -> None:
    answer = "the model learns weights that lower the loss on data " * 13
    for asked in seed_bank.questions:
        assert prompt_sizes(Task(asked, extract_rubric(asked), answer), counter).without_anchors <= 1100


def test_prices_come_from_the_library_and_are_none_where_there_are_none() -> None:
    usage = Usage(prompt_tokens=1_000_000, completion_tokens=100_000, requests=1)
    paid = price("gpt-4o-mini", "https://api.openai.com/v1", usage)
    assert paid is not None
    assert 0.1 < paid < 1
    cached = price("gpt-4o-mini", "https://api.openai.com/v1", usage.model_copy(update={"cached_tokens": 900_000}))
    assert cached is not None
    assert cached < paid
    assert price("gpt-4o-mini", "http://localhost:11434/v1", usage) is None
    assert price("my-own-model", "https://api.openai.com/v1", usage) is None


def test_a_forecast_knows_what_is_shared_and_what_costs_nothing(counter: TokenCounter, seed_bank: Bank) -> None:
    asked = seed_bank.questions[0]
    rubric = extract_rubric(asked)
    tasks = [Task(asked, rubric, f"Answer {n}: the eigenvectors rotate the axes.") for n in range(10)]
    ahead = forecast(
        [*tasks, Task(asked, rubric, "I don't know")], counter, "gpt-4o-mini", "https://api.openai.com/v1"
    )
    assert (ahead.answers, ahead.requests) == (11, 12)
    assert ahead.cost_usd is not None
    assert ahead.each_usd == ahead.cost_usd / 11
    assert "11 answers" in ahead.sentence
    assert forecast([], counter, "gpt-4o-mini", "https://api.openai.com/v1").each_usd is None


def test_the_prompts_have_a_digest_of_their_own() -> None:
    assert len(prompt_digest()) == 64
