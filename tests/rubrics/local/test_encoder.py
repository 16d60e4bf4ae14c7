import numpy as np
import pytest

from rubrics.local.encoder import Encoder
from rubrics.local.windows import sentences, windows
from tests.rubrics.local.conftest import CRITERIA, GOOD_ANSWER

TEXTS = [text for c in CRITERIA for text in (c.text, *c.says, *c.misconceptions)]
AS_ALONE = 0.96
"""Cosine of a text among others with itself alone: activations are quantised by the largest of a pass."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def test_texts_that_share_a_pass_are_encoded_as_if_alone_and_in_order(encoder: Encoder) -> None:
    together = encoder.encode([*TEXTS, "short", " ".join(TEXTS)])
    alone = np.array([encoder.encode([text])[0] for text in (*TEXTS, "short", " ".join(TEXTS))])
    assert (together * alone).sum(1).min() > AS_ALONE


def test_vectors_are_of_unit_length(encoder: Encoder) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode(TEXTS), axis=1), 1, atol=1e-5)


def test_nothing_is_encoded_into_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_every_window_has_a_vector_and_sentences_keep_theirs(encoder: Encoder) -> None:
    cut = sentences(GOOD_ANSWER)
    found = encoder.encode_windows(GOOD_ANSWER, cut)
    assert len(found) == len(windows(cut))
    alone = encoder.encode([GOOD_ANSWER[slice(*s.span)] for s in cut])
    assert (found[: len(cut)] * alone).sum(1).min() > AS_ALONE


def test_more_text_than_one_pass_holds_is_encoded_whole(encoder: Encoder) -> None:
    many = [f"{text} {n}" for n in range(4) for text in TEXTS]
    found = encoder.encode(many)
    assert len(found) == len(many)
    assert (found[0] * encoder.encode([many[0]])[0]).sum() > AS_ALONE
