"""Trained weights that travel inside the package, with a digest of their contents."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..exceptions import AssetError

FOLDER = Path(__file__).parent / "weights"
_DIGEST = "digest"


def save_weights(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays and their digest; the same arrays give the same bytes.

    Raises:
        OSError: It cannot be written.
    """
    digest = np.frombuffer(bytes.fromhex(_digest(arrays)), dtype=np.uint8)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in {**arrays, _DIGEST: digest}.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            # A fixed time stamp: otherwise every training run would change the file.
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)),
                buffer.getvalue(),
                zipfile.ZIP_DEFLATED,
            )


def load_weights(name: str, folder: Path = FOLDER) -> dict[str, np.ndarray]:
    """The arrays of one file of weights.

    Args:
        name: The file's name without ``.npz``.
        folder: Where it stands.

    Raises:
        AssetError: It is missing, cannot be read, or holds something else than was written.
    """
    path = folder / f"{name}.npz"
    again = "reinstall sentiment-lab"
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive.files}
    except FileNotFoundError as error:
        raise AssetError(f"the weights {path} are missing: {again}") from error
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
        raise AssetError(f"the weights {path} cannot be read ({error}): {again}") from error
    written = arrays.pop(_DIGEST, None)
    if written is None or written.tobytes().hex() != _digest(arrays):
        raise AssetError(f"the weights {path} are damaged (their digest differs): {again}")
    return arrays


def _digest(arrays: Mapping[str, np.ndarray]) -> str:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name}:{array.dtype.str}:{array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()
