"""200 answers at 64 in flight against a local fake service, beside a bare loop over the same client in the same run.

    python bench/batch_throughput.py [--answers 200] [--in-flight 64] [--latency 0.3] [--rounds 3]

The fake service runs in its own process and answers each request after the latency with a reply in the protocol, with
quotes from the answer. The bare loop sends the same requests through the same `openai` client, under a semaphore, and
throws the replies away.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import re
import statistics
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bank.library import load_bank
from interviewer.batch import Batch, Pace, Summary
from rubrics.extraction import extract_rubric
from rubrics.grader import Task
from rubrics.llm.openai_grader import OpenAIGrader
from rubrics.verdict import Grade, GradeState

WORDS = "the model learns weights that lower the loss so each unit keeps a feature of the data it needs".split()


def tasks(count: int) -> list[Task]:
    """Distinct answers of about 130 words to the questions of the seed bank, in turn."""
    questions = load_bank().questions
    made = []
    for n in range(count):
        question = questions[n % len(questions)]
        words = [WORDS[(n * 7 + i * i) % len(WORDS)] for i in range(128)]
        made.append(Task(question, extract_rubric(question), f"Answer {n}: {' '.join(words)}."))
    return made


def reply_to(body: bytes) -> bytes:
    """A chat completion that judges every criterion of the request."""
    request = json.loads(body)
    ids = request["response_format"]["json_schema"]["schema"]["properties"]["verdicts"]["required"]
    words = request["messages"][1]["content"].splitlines()[1].split()
    verdicts = {
        identifier: {
            "quote": " ".join(words[5 + 8 * n % 112 : 13 + 8 * n % 112]),
            "reason": "It says so.",
            "status": "met" if n % 2 else "missed",
        }
        for n, identifier in enumerate(ids)
    }
    text = json.dumps({"verdicts": verdicts, "beyond": [], "wrong": []})
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    whole = {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(whole).encode()


async def _serve(latency: float, ready: Connection) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1]) if length else 0)
                started = time.monotonic()
                payload = reply_to(body)
                await asyncio.sleep(max(0.0, latency - (time.monotonic() - started)))
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(payload)
                )
                writer.write(payload)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, backlog=512)
    ready.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def serve(latency: float, ready: Connection) -> None:
    """Run the fake service until killed."""
    asyncio.run(_serve(latency, ready))


async def bare(url: str, work: list[Task], in_flight: int) -> float:
    """Seconds that the client alone takes for the same requests."""
    import openai

    from rubrics.llm.ladder import Shape, messages_for, parameters_for, presumed
    from rubrics.llm.messages import system_message, user_message
    from rubrics.llm.schema import reply_schema

    abilities = presumed("m", is_openai=False)
    gate = asyncio.Semaphore(in_flight)
    rng = random.Random(0)
    requests = []
    for task in work:
        shape = Shape("verdicts", reply_schema([c.id for c in task.rubric.criteria]))
        messages = [system_message(task.question, task.rubric, task.rubric.criteria), user_message(task.answer, rng)]
        requests.append((messages_for(abilities, messages, shape), parameters_for(abilities, shape, 1000)))

    client: openai.AsyncOpenAI

    async def one(request: tuple[list[object], dict[str, object]]) -> None:
        async with gate:
            await client.chat.completions.create(model="m", messages=request[0], **request[1])  # type: ignore[call-overload]  # as a grader sends it

    started = time.perf_counter()
    client = openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0, timeout=60)
    await asyncio.gather(*(one(request) for request in requests))  # type: ignore[arg-type]  # messages are mappings
    seconds = time.perf_counter() - started
    await client.close()
    return seconds


async def graded(url: str, work: list[Task], in_flight: int) -> tuple[float, Summary, list[Grade]]:
    """Seconds that a batch takes, from the first request to the last checked grade."""
    pace = Pace(in_flight)
    pace.beside = in_flight // 2
    grader = OpenAIGrader("m", base_url=url, on_throttled=pace.throttled, at_once=in_flight)
    grades: list[Grade] = []

    async def grade(task: Task) -> Grade:
        return await grader.grade(task.question, task.rubric, task.answer)

    started = time.perf_counter()
    summary = await Batch(work, grade, lambda _task, result: grades.append(result), pace).run()
    seconds = time.perf_counter() - started
    await grader.aclose()
    return seconds, summary, grades


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--latency", type=float, default=0.3)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    service = multiprocessing.Process(target=serve, args=(options.latency, theirs), daemon=True)
    service.start()
    url = f"http://127.0.0.1:{ours.recv()}/v1"
    work = tasks(options.answers)
    ideal = options.latency * -(-options.answers // options.in_flight)
    ratios = []
    for number in range(options.rounds + 1):
        alone = asyncio.run(bare(url, work, options.in_flight))
        seconds, summary, grades = asyncio.run(graded(url, work, options.in_flight))
        requests = sum(grade.usage.requests for grade in grades)
        failed = sum(grade.state is GradeState.UNGRADED for grade in grades)
        label = "warm-up" if number == 0 else f"round {number}"
        print(
            f"{label}: bare {alone:.2f} s, graded {seconds:.2f} s, ratio {seconds / alone:.2f}, "
            f"over the ideal {ideal:.2f} s: {seconds / ideal:.2f}; {requests} requests, {failed} ungraded, "
            f"{summary.progress.rate:.0f} answers a second"
        )
        if number:
            ratios.append(seconds / alone)
    print(f"median ratio {statistics.median(ratios):.2f}")
    service.terminate()


if __name__ == "__main__":
    main()
