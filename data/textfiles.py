"""Reading text files as strict UTF-8, with an error that says where and what to do."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from ..exceptions import DataError

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, unpacked where its name ends in ``.gz``.

    Raises:
        DataError: It is missing, empty, a folder, not permitted, or a damaged gzip file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error
    if path.suffix == ".gz" and content:
        content = _unpacked(path, content)
    if not content.strip():
        raise DataError(f"{path} is empty")
    return content


def read_utf8(path: Path) -> str:
    """The text of a file, without the byte-order mark that some editors write.

    Raises:
        DataError: Whatever `read_bytes` raises, or a byte that is not UTF-8, with its line.
    """
    return _decoded(read_bytes(path), str(path), lambda encoding: _conversion(path, encoding))


@contextmanager
def open_utf8(path: Path) -> Iterator[TextIO]:
    """A file's text to be read piece by piece, lines ending where the file ends them.

    Raises:
        DataError: Whatever `read_utf8` raises, once reading has come to it.
    """
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
            yield cast("TextIO", stream)
    except (UnicodeDecodeError, OSError, EOFError, zlib.error):
        read_utf8(path)  # says which line it is and what can be done
        raise


def decode_utf8(content: bytes, where: str) -> str:
    """The text that arrives through a pipe, without a byte-order mark.

    Raises:
        DataError: A byte is not UTF-8; names where it came from and its line.
    """
    return _decoded(content, where, lambda encoding: f"{_iconv(encoding)}, before the pipe")


def cannot_read(path: Path, error: OSError) -> DataError:
    """The error for a file or folder that the operating system does not hand out."""
    if isinstance(error, FileNotFoundError):
        return DataError(f"{path}: no such file or folder")
    if isinstance(error, IsADirectoryError):
        return DataError(f"{path} is a folder where a file is needed")
    return DataError(f"cannot read {path}: {error.strerror or error}")


def _unpacked(path: Path, content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path} is not a complete gzip file: {error}") from error


def _decoded(content: bytes, where: str, conversion: Callable[[str], str]) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts behind the byte-order mark, `error.object` holds what it counted in.
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"{where}, line {line}: byte 0x{error.object[error.start]:02X} is not UTF-8"
        encoding = _likely_encoding(error.object)
        if encoding is None:
            raise DataError(f"{found}: the rest is, so mend that line") from error
        raise DataError(
            f"{found}: it looks like {encoding}; convert it: {conversion(encoding)}"
        ) from error


def _conversion(path: Path, encoding: str) -> str:
    """The command that writes a file anew as UTF-8."""
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    target = f"{plain.stem}-utf8{plain.suffix}"
    if path.suffix == ".gz":
        return f"gunzip -c '{path}' | {_iconv(encoding)} > '{target}'"
    return f"{_iconv(encoding)} '{path}' > '{target}'"


def _iconv(encoding: str) -> str:
    return f"iconv -f {encoding} -t utf-8"


def _likely_encoding(content: bytes) -> str | None:
    """A name that iconv knows; None for UTF-8 with single damaged bytes.

    Bytes 0x80 to 0x9F are quotation marks and dashes in cp1252 and unused in latin-1.
    """
    if content.startswith(_UTF16_MARKS):
        return "utf-16"
    high = [byte for byte in content if byte >= 0x80]
    sound = sum(len(char.encode()) for char in content.decode("utf-8", "ignore") if char > "\x7f")
    if 2 * sound > len(high):
        return None
    return "cp1252" if any(byte < 0xA0 for byte in high) else "latin1"
