from pathlib import Path

import pytest

from interviewer.screening.errors import ScreenError
from interviewer.screening.groups import Member, read_groups


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "groups.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_column_beside_the_candidate_is_a_grouping(tmp_path: Path) -> None:
    found = read_groups(
        written(tmp_path, "\ufeffCandidate,age,site,Selected\r\na,<40,x,yes\r\nb,40+,,No\r\n\r\nc,,y,\r\n")
    )

    assert found.columns == ["age", "site"]
    assert found.members == [
        Member("a", {"age": "<40", "site": "x"}, True),
        Member("b", {"age": "40+"}, False),
        Member("c", {"site": "y"}, None),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,age\na,1\n", "no column “candidate”"),
        ("", "no column “candidate”"),
        ("candidate\na\n", "no column with groups"),
        ("candidate,age,AGE\na,1,2\n", "two columns named “age”"),
        ("candidate,age\na,1\na,2\n", ":3 names “a” again, as line 2 did"),
        ("candidate,age\n,1\n", ":2 names no candidate"),
        ("candidate,age\na,1,2\n", ":2 has 3 cells"),
        ("candidate,age,selected\na,1,perhaps\n", ":2 has “perhaps” in the column “selected”"),
        (b"candidate,age\n\xff\xfe,1\n", "not UTF-8"),
        ("candidate,name\n" + "".join(f"p{n},n{n}\n" for n in range(51)), "51 groups in the column “name”"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(ScreenError, match=says):
        read_groups(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScreenError, match=r"none\.csv cannot be read"):
        read_groups(tmp_path / "none.csv")
