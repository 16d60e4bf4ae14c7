"""Zip archives, opened with care: few members, each read up to a bound, whatever the archive claims."""

import io
import zipfile
import zlib

from bank.errors import BankReadError

MAX_MEMBER_BYTES = 64 * 1024 * 1024
"""Largest member that is unpacked, in bytes."""
_MAX_MEMBERS = 20_000
_OTHERS = {
    "xl/workbook.xml": "an Excel file (.xlsx); save it as .csv and try again",
    "ppt/presentation.xml": "a PowerPoint file (.pptx); save it as .docx, PDF or plain text and try again",
    "content.xml": "an OpenDocument file; save it as .docx, .html or plain text and try again",
    "OEBPS/content.opf": "an e-book; save it as .html or plain text and try again",
}


def open_archive(raw: bytes, file: str) -> zipfile.ZipFile:
    """The archive in these bytes. Raises BankReadError when it is none, or has too many members."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        count = len(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, EOFError) as error:
        damaged = "a damaged archive; save or download it again"
        no_archive = "no Word document and no Anki package; leave out --format, or name the format that it has"
        raise BankReadError(f"{file} is {damaged if raw.startswith(b'PK') else no_archive}.") from error
    if count > _MAX_MEMBERS:
        raise BankReadError(f"{file} has {count} members; up to {_MAX_MEMBERS} are read.")
    return archive


def kind_of_archive(raw: bytes, file: str) -> str:
    """`docx` or `apkg`. Raises BankReadError, with advice, for archives that hold something else."""
    names = set(open_archive(raw, file).namelist())
    if "word/document.xml" in names:
        return "docx"
    if names & {"collection.anki2", "collection.anki21", "collection.anki21b"}:
        return "apkg"
    for name, words in _OTHERS.items():
        if name in names:
            raise BankReadError(f"{file} is {words}.")
    raise BankReadError(f"{file} is an archive; unpack it and import the folder.")


def read_member(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    """One member, unpacked. Raises BankReadError when it is missing, damaged, or larger than the bound."""
    try:
        with archive.open(name) as stream:
            data = stream.read(MAX_MEMBER_BYTES + 1)
    except KeyError as error:
        raise BankReadError(f"{file} lacks its part “{name}”.") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise BankReadError(f"{file} is damaged in its part “{name}”; save it again where it was made.") from error
    if len(data) > MAX_MEMBER_BYTES:
        limit = MAX_MEMBER_BYTES // 2**20
        raise BankReadError(f"{file} unpacks to more than {limit} MB; that is no document of questions.")
    return data
