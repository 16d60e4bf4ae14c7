"""Which names and pages a server answers to, and what a visitor's process is told."""

import pytest

from interviewer.config import Settings, load_settings
from interviewer.errors import ServeError
from interviewer.paths import Paths
from interviewer.serve.doors import Doors, open_doors
from interviewer.serve.environment import process_environment
from interviewer.serve.visit import Size, size_of
from interviewer.serve.visitors import known_visitor, new_visitor, visitor_folder


def _doors(host: str = "127.0.0.1", port: int = 8000, public_url: str | None = None) -> Doors:
    return open_doors(host, port, allow_remote=True, public_url=public_url)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000"])
def test_this_machine_is_known_by_its_own_names(host: str) -> None:
    assert _doors().knows_host(host)
    assert _doors().knows_origin(f"http://{host.lower()}", host)


@pytest.mark.parametrize(
    "host",
    [None, "", "127.0.0.1", "127.0.0.1:8001", "evil.example:8000", "127.0.0.1.evil.example:8000", "[::1]:8000"],
)
def test_other_names_are_not_known(host: str | None) -> None:
    assert not _doors().knows_host(host)


@pytest.mark.parametrize(
    "origin",
    [
        *(None, "", "null", "file://", "http://evil.example", "http://localhost:8000", "http://127.0.0.1"),
        *("http://127.0.0.1:8001", "https://127.0.0.1:8000", "http://127.0.0.1:8000.evil.example"),
        "http://127.0.0.1:8000/",
    ],
)
def test_pages_from_elsewhere_are_not_known(origin: str | None) -> None:
    assert not _doors().knows_origin(origin, "127.0.0.1:8000")


def test_a_public_name_is_known_with_and_without_the_port_it_implies() -> None:
    doors = _doors(public_url="https://talk.example/")
    assert doors.knows_host("talk.example")
    assert doors.knows_host("talk.example:443")
    assert doors.knows_origin("https://talk.example", "talk.example")
    assert not doors.knows_origin("http://talk.example", "talk.example")
    assert doors.address == "https://talk.example"


@pytest.mark.parametrize(
    ("host", "url"), [("0.0.0.0", None), ("192.168.1.5", None), ("127.0.0.1", "http://talk.example")]
)
def test_other_machines_are_let_in_only_when_that_is_asked_for(host: str, url: str | None) -> None:
    with pytest.raises(ServeError, match="--allow-remote"):
        open_doors(host, 8000, allow_remote=False, public_url=url)


def test_a_server_on_every_address_must_be_told_its_name() -> None:
    with pytest.raises(ServeError, match="--public-url"):
        _doors("0.0.0.0")
    doors = _doors("0.0.0.0", public_url="http://talk.example:8000")
    assert doors.is_remote
    assert doors.knows_host("talk.example:8000")
    assert not doors.knows_host("127.0.0.1:8000")


@pytest.mark.parametrize(
    "url", ["talk.example", "ftp://talk.example", "https://", "https://a/b", "https://a:x", "https://a?b"]
)
def test_an_address_that_is_none_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(ServeError, match="public-url"):
        _doors(public_url=url)


@pytest.mark.parametrize(
    "cookie", [None, "", "short", "x" * 42, "x" * 44, "../" * 14 + "x", "x" * 42 + "\n", "é" * 43]
)
def test_a_cookie_of_another_make_is_nobody(cookie: str | None) -> None:
    assert known_visitor(cookie) is None


def test_visitors_have_private_folders_whose_names_do_not_give_the_secret_away(paths: Paths) -> None:
    one, other = new_visitor(), new_visitor()
    folders = {visitor_folder(paths, one), visitor_folder(paths, other)}
    assert len(folders) == 2
    for folder in folders:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert one.token[:8] not in folder.name
    assert known_visitor(one.token) == one


def test_a_process_is_told_what_it_needs_and_no_secret_of_the_server() -> None:
    environ = {
        "PATH": "/bin",
        "AWS_SECRET_ACCESS_KEY": "x",
        "DATABASE_URL": "x",
        "OPENAI_API_KEY": "k",
        "EDITOR": "vi",
    }
    told = process_environment(Settings(grader="local"), None, environ)
    assert told["PATH"] == "/bin"
    assert told["INTERVIEWER_SERVED"] == "1"
    assert not {"AWS_SECRET_ACCESS_KEY", "DATABASE_URL", "OPENAI_API_KEY", "EDITOR"} & told.keys()


def test_a_process_grades_as_the_server_is_set_to_whatever_a_visitors_file_says(paths: Paths) -> None:
    ours = {"OPENAI_API_KEY": "sk-ours", "INTERVIEWER_BASE_URL": "http://ours.example/v1", "INTERVIEWER_MODEL": "big"}
    told = process_environment(load_settings(Paths(paths.root / "server"), ours), "/srv/bank.md", {})
    paths.root.mkdir(parents=True, exist_ok=True)
    theirs = 'base_url = "http://theirs.example"\ndatabase_url = "sqlite:///x"\nbank = "/etc/passwd"\ncount = 3\n'
    (paths.root / "settings.toml").write_text(theirs)
    found = load_settings(paths, told)
    assert (found.base_url, found.model, found.bank) == ("http://ours.example/v1", "big", "/srv/bank.md")
    assert (found.database_url, found.count, found.served) == (None, 3, True)
    assert found.api_key is not None
    assert not found.key_is_for_base_url


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (("80", "24"), Size(80, 24)),
        (("9" * 5000, "-3"), Size(500, 4)),
        ((None, "x"), Size(80, 24)),
        ((1e9, []), Size(500, 24)),
    ],
)
def test_a_page_cannot_ask_for_a_terminal_of_any_size(asked: tuple[object, object], given: Size) -> None:
    assert size_of(*asked) == given
