"""The rule by which the next question is chosen, and what it promises."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bank.question import Difficulty, Question
from interviewer.order import Past, Result, choose_next, level_of, shrunk_mean
from tests.fakes import NOW

LEVELS = list(Difficulty)


def _question(topic: str, level: int, n: int = 0) -> Question:
    return Question(id=f"{topic}-{level}-{n}", text="Why?", topic=topic, difficulty=LEVELS[level])


BANK = [_question(topic, level, n) for topic in ("vision", "stats", "llms") for level in range(3) for n in range(2)]
IDS = [question.id for question in BANK]


def _results(*said: tuple[str, float]) -> list[Result]:
    return [Result(name, score, NOW + timedelta(hours=n), "s") for n, (name, score) in enumerate(said)]


RESULTS = st.lists(st.tuples(st.sampled_from(IDS), st.floats(0, 1)), max_size=12).map(lambda said: _results(*said))


def _chosen(past: Past, seed: int = 1) -> Question:
    choice = choose_next(BANK, past, seed)
    assert choice is not None
    return choice.question


@given(RESULTS, st.integers(0, 99), st.sets(st.integers(0, 18)))
def test_no_question_comes_twice_and_every_one_comes(results: list[Result], seed: int, scored_at: set[int]) -> None:
    past, asked = Past(results), list[str]()
    for n in range(len(BANK)):
        choice = choose_next(BANK, past, seed)
        assert choice is not None
        assert choice == choose_next(BANK, past, seed)
        asked.append(choice.question.id)
        scored = past.scored | {choice.question.id} if n in scored_at else past.scored
        past = Past(results, asked, scored)
    assert sorted(asked) == sorted(IDS)
    assert choose_next(BANK, past, seed) is None


@given(RESULTS, st.integers(0, 99))
def test_the_first_question_is_of_the_weakest_topic_and_the_reason_says_so(results: list[Result], seed: int) -> None:
    choice = choose_next(BANK, Past(results), seed)
    assert choice is not None
    means = {
        topic: round(shrunk_mean(r.score for r in results if r.question_id.startswith(topic)), 9)
        for topic in ("vision", "stats", "llms")
    }
    assert means[choice.question.topic] == min(means.values())
    assert choice.reason.startswith(("Your weakest topic so far: ", "You have no score in "))


@given(RESULTS, st.integers(0, 99))
def test_difficulty_moves_by_one_step_at_most_while_there_are_such_questions(
    results: list[Result], seed: int
) -> None:
    chosen = _chosen(Past(results), seed)
    here = [result for result in results if result.question_id.startswith(chosen.topic)]
    if not here:
        assert level_of(chosen) == 0
        return
    last = int(here[-1].question_id.split("-")[1])
    assert abs(level_of(chosen) - last) <= 1
    assert level_of(chosen) >= last or here[-1].score < 0.7
    assert level_of(chosen) <= last or here[-1].score >= 0.4


def test_a_good_answer_leads_to_a_harder_question_and_a_bad_one_to_an_easier() -> None:
    others = [("vision-0-0", 0.9), ("stats-0-0", 0.9)] * 3
    poor = choose_next(BANK, Past(_results(*others, ("llms-1-0", 0.2))), 1)
    fair = choose_next(BANK, Past(_results(*others, ("llms-1-0", 0.5))), 1)
    good = choose_next(BANK, Past(_results(*others, ("llms-1-0", 0.75))), 1)
    assert poor is not None
    assert fair is not None
    assert good is not None
    assert [level_of(choice.question) for choice in (poor, fair, good)] == [0, 1, 2]
    assert poor.reason == (
        "Your weakest topic so far: llms (20 % over 1 answer); an easier one, as your last answer there scored 20 %."
    )
    assert "medium again, as your last answer there scored 50 %" in fair.reason
    assert "a harder one, as your last answer there scored 75 %" in good.reason


def test_one_bad_answer_weighs_less_than_several_middling_ones() -> None:
    middling = [("stats-0-0", 0.3), ("stats-0-1", 0.3), ("stats-1-0", 0.3), ("stats-1-1", 0.3)]
    past = Past(_results(("llms-0-0", 0.2), *middling, ("vision-0-0", 1.0)))
    assert _chosen(past).topic == "stats"


def test_a_topic_gives_no_third_question_in_a_row() -> None:
    results = _results(("stats-0-0", 0.0), ("stats-0-1", 0.0))
    past = Past(results, ["stats-0-0", "stats-0-1"], frozenset(["stats-0-0", "stats-0-1"]))
    assert _chosen(past).topic != "stats"
    only = [question for question in BANK if question.topic == "stats"]
    choice = choose_next(only, past, 1)
    assert choice is not None
    assert choice.question.topic == "stats"


def test_a_topic_whose_answer_waits_for_its_grade_waits_too() -> None:
    past = Past(_results(("stats-0-0", 0.0)), ["stats-0-1"])
    choice = choose_next(BANK, past, 1)
    assert choice is not None
    assert choice.question.topic != "stats"
    assert not choice.reason.startswith("Your weakest")


def test_what_was_answered_before_comes_after_what_was_not_and_the_longest_ago_first() -> None:
    only = [_question("stats", 1, n) for n in range(3)]
    past = Past(_results(("stats-1-1", 0.5), ("stats-1-0", 0.5)))
    order: list[str] = []
    for _ in only:
        choice = choose_next(only, Past(past.results, order), 1)
        assert choice is not None
        order.append(choice.question.id)
    assert order == ["stats-1-2", "stats-1-1", "stats-1-0"]


def test_a_level_that_there_is_no_question_of_is_said_to_be_wanting() -> None:
    only = [_question("stats", 1)]
    begun = choose_next(only, Past(), 1)
    assert begun is not None
    assert begun.reason == "You have no score in stats yet; medium, for want of an easier one."
    failed = choose_next([*only, _question("stats", 0)], Past(_results(("stats-0-0", 0.1)), ["stats-0-0"]), 1)
    assert failed is not None
    assert failed.reason.endswith("medium, for want of an easier one.")


def test_nothing_is_said_of_the_difficulty_of_a_question_that_has_none() -> None:
    choice = choose_next([Question(id="q", text="Why?", topic="knots")], Past([]), 1)
    assert choice is not None
    assert choice.reason == "You have no score in knots yet."
