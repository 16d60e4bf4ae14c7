"""A cohort of three questions in a store of its own."""

from collections.abc import Iterator

import pytest

from bank.question import Bank
from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.store.screen_store import ScreenStore
from tests.interviewer.screening.builders import make_cohort


@pytest.fixture
def store(paths: Paths) -> Iterator[ScreenStore]:
    with ScreenStore.open(paths) as opened:
        yield opened


@pytest.fixture
def cohort(store: ScreenStore, seed_bank: Bank) -> Cohort:
    made = make_cohort(seed_bank)
    store.create(made)
    return made
