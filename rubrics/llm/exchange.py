"""One thing asked of a model until its reply can be read: the request, at most one repair, and what they used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from rubrics.llm.chat import Completion, Message
from rubrics.llm.failures import SENTENCES, CallFailed, Failure
from rubrics.llm.ladder import Ladder, Shape
from rubrics.llm.messages import repair_message
from rubrics.llm.schema import ReplyError
from rubrics.verdict import Usage

Read = TypeVar("Read")
_MAX_REPLY_KEPT = 20_000


@dataclass
class Exchange:
    """The requests for one answer, or one question, and what they used; the cost is summed elsewhere."""

    ladder: Ladder
    model: str
    used: Usage = Usage(cost_usd=0.0)  # noqa: RUF009 - a frozen value
    reply: str | None = None
    """The last reply that held any text, as it came."""

    async def ask(self, messages: list[Message], shape: Shape, limit: int, read: Callable[[str], Read]) -> Read:
        """What `read` makes of a reply of `limit` tokens at most: as it comes, or after one repair.

        `read` raises ReplyError for a reply that it cannot use. Raises CallFailed when there is none that it can.
        """
        completion = await self._complete(messages, shape, limit)
        problem, failure = _unusable(completion)
        if failure is None:
            try:
                return read(completion.text)
            except ReplyError as error:
                problem, failure = str(error), Failure.UNREADABLE
        if failure in (Failure.REFUSED, Failure.CONTENT_FILTER):
            raise self._failed(failure, completion.refusal or "")
        if failure is Failure.UNREADABLE:
            said: Message = {"role": "assistant", "content": completion.text[:4000]}
            messages = [*messages, said, repair_message(problem)]
        more = limit * 2 if failure is Failure.TRUNCATED else limit
        mended = await self._mended(messages, shape, more, read)
        if failure is Failure.UNREADABLE:
            self.ladder.describe_from_now_on()
        return mended

    async def _mended(self, messages: list[Message], shape: Shape, limit: int, read: Callable[[str], Read]) -> Read:
        completion = await self._complete(messages, shape, limit, described=True)
        _, failure = _unusable(completion)
        if failure is not None:
            raise self._failed(failure, completion.refusal or "")
        try:
            return read(completion.text)
        except ReplyError as error:
            raise self._failed(Failure.UNREADABLE) from error

    async def _complete(
        self, messages: list[Message], shape: Shape, limit: int, *, described: bool = False
    ) -> Completion:
        try:
            completion = await self.ladder.ask(messages, shape, limit, described=described)
        except CallFailed as failed:
            self.used += failed.usage.model_copy(update={"cost_usd": 0.0})
            raise
        self.used += completion.usage.model_copy(update={"cost_usd": 0.0})
        self.reply = completion.text[:_MAX_REPLY_KEPT] or self.reply
        return completion

    def _failed(self, failure: Failure, detail: str = "") -> CallFailed:
        shown = f" It says: {' '.join(detail.split())[:200]}" if detail else ""
        sentence = SENTENCES[failure].format(host="The service", model=self.model, seconds=0, detail=shown)
        return CallFailed(failure, sentence)


def _unusable(completion: Completion) -> tuple[str, Failure | None]:
    """Why there is no reply to read, judged by everything but its text."""
    if completion.refusal:
        return "", Failure.REFUSED
    if completion.finish == "content_filter":
        return "", Failure.CONTENT_FILTER
    if completion.finish == "length":
        return "it was cut off", Failure.TRUNCATED
    if not completion.text.strip():
        return "it is empty", Failure.EMPTY
    return "", None
