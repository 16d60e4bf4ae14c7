"""Cohorts for tests: candidates whose ability spreads evenly, and answers of every state."""

import random
from datetime import UTC, datetime

from interviewer.screening.report.values import AskedQuestion, CandidateAnswers, CohortFacts, ScoredAnswer

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def facts(questions: int = 5, *, name: str = "backend-2026") -> CohortFacts:
    asked = [
        AskedQuestion(f"q{n}", f"What is number {n}?", "LLMs" if n % 2 else "MLOps", 6) for n in range(questions)
    ]
    return CohortFacts(
        name=name,
        bank="AI/ML questions",
        created_at=NOW,
        lock_digest="ab" * 32,
        grader="embedded grader",
        is_estimate=True,
        votes=1,
        seconds=300,
        questions=tuple(asked),
        log_entries=12,
        log_head="cd" * 32,
    )


def answer(question: str, score: float) -> ScoredAnswer:
    return ScoredAnswer(question, "graded", score, score, score, coverage=score * 0.8)


def people(count: int, cohort: CohortFacts, *, noise: float = 0.08, seed: int = 1) -> list[CandidateAnswers]:
    rng = random.Random(seed)
    found = []
    for n in range(count):
        ability = (n + 1) / (count + 1)
        scores = [round(min(1.0, max(0.0, ability + rng.gauss(0, noise))), 3) for _ in cohort.questions]
        answers = [answer(q.id, score) for q, score in zip(cohort.questions, scores, strict=True)]
        found.append(CandidateAnswers(f"c{n:03}", tuple(answers)))
    return found
