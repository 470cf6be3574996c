"""Send a file to Glance once, read once, and know that all of it arrived.

The file is hashed while it is sent, so that it is read only once however large
it is. A transfer that breaks can't be continued, only repeated whole: Glance
puts the image back to "queued" then.

Source: Image service API v2, "Image data"; os_hash_algo and os_hash_value since
Glance 17 (Rocky), md5 in checksum before.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

import requests
from openstack import exceptions as sdk

from gcloud.cloud import rest
from gcloud.cloud.errors import BusyError, UnreachableError, explained
from gcloud.errors import CloudError, UnansweredError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json

ATTEMPTS: Final = 3
"""How often a broken transfer is begun again."""

_CHUNK: Final = 1024 * 1024
_ANSWER_SECONDS: Final = 600.0
"""How long Glance may take to store what it has received."""

_TRANSIENT: Final = (UnansweredError, UnreachableError, BusyError)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file's bytes are, in the hashes that Glance reports.

    Args:
        size: in bytes.
        md5: in hexadecimal digits.
        sha512: in hexadecimal digits.
    """

    size: int
    md5: str
    sha512: str

    def disagreement(self, raw: Json) -> str:
        """Say how an image of Glance differs from the file; "" if it is the same."""
        if raw.get("size") is not None and raw["size"] != self.size:
            return f"it has {raw['size']} bytes, the file {self.size}"
        known = {"sha512": self.sha512, "md5": self.md5}
        wanted = known.get(raw.get("os_hash_algo") or "")
        if wanted and raw.get("os_hash_value") != wanted:
            return f"its {raw['os_hash_algo']} is {raw.get('os_hash_value')}, the file's {wanted}"
        if raw.get("checksum") and raw["checksum"] != self.md5:
            return f"its md5 is {raw['checksum']}, the file's {self.md5}"
        return ""


class _Hashed:
    """A file's content that is hashed as it is read; requests sends it with its length."""

    def __init__(self, source: BufferedReader, size: int) -> None:
        self._source = source
        self._size = size
        self.md5 = hashlib.md5(usedforsecurity=False)
        self.sha512 = hashlib.sha512()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read(_CHUNK):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """Read the next bytes; http.client asks for small pieces, the file gives large ones."""
        chunk = self._source.read(max(size, _CHUNK) if size >= 0 else size)
        self.md5.update(chunk)
        self.sha512.update(chunk)
        return chunk

    def fingerprint(self) -> Fingerprint:
        """Give the fingerprint of what has been read."""
        return Fingerprint(self._size, self.md5.hexdigest(), self.sha512.hexdigest())


def upload(call: Call, id_: str, path: Path, title: str) -> Fingerprint:
    """Send a file as the data of a queued image, again if the transfer breaks.

    Args:
        call: the cloud.
        id_: the image, in status "queued".
        path: the file.
        title: the image in a sentence.

    Raises:
        CloudError: the file can't be read, Glance refused it, or no attempt came through.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _send(call, id_, path, title)
        except _TRANSIENT:
            if attempt == ATTEMPTS or call.left() <= 0:
                raise
            if settled(call, id_, title)["status"] == "active":
                return fingerprint(path, title)  # all of it had arrived, only the answer had not
    raise AssertionError("no attempt")  # pragma: no cover


def fingerprint(path: Path, title: str) -> Fingerprint:
    """Read a file and give its fingerprint; `title` is the image for the error.

    Raises:
        CloudError: the file can't be read.
    """
    with _opened(path, title) as content:
        for _ in content:
            pass
        return content.fingerprint()


def _send(call: Call, id_: str, path: Path, title: str) -> Fingerprint:
    with _opened(path, title) as content, explained(f"uploading {title}"):
        response: requests.Response = call.cloud.image.put(
            f"/images/{id_}/file",
            data=content,
            headers={"Content-Type": "application/octet-stream"},
            timeout=min(_ANSWER_SECONDS, max(call.left(), 1.0)),
            allow_reauth=False,  # a second attempt inside keystoneauth would send what is left: nothing
            log=False,
        )
        sdk.raise_from_response(response)
        return content.fingerprint()


@contextmanager
def _opened(path: Path, title: str) -> Iterator[_Hashed]:
    try:
        with path.open("rb") as source:
            yield _Hashed(source, path.stat().st_size)
    except requests.RequestException:
        raise  # an OSError by its class, but the network's
    except OSError as error:
        raise CloudError(
            f"Uploading {title} failed: {path} can't be read: {error.strerror}.",
            hint="Check the file; the site's catalogue names it.",
        ) from error


def settled(call: Call, id_: str, title: str) -> Json:
    """Wait until Glance has noticed what became of a transfer: "queued" takes data, "active" has it.

    Raises:
        CloudError: the image is in any other status, or the time is up.
    """

    def look() -> Json | None:
        raw = rest.call(call.cloud.image, "GET", f"/images/{id_}", doing=f"looking at {title}")
        return None if raw["status"] in {"saving", "importing", "uploading"} else raw

    raw = call.wait(f"{title} to be stored", look)
    if raw["status"] not in {"queued", "active"}:
        raise CloudError(
            f"Uploading {title} failed: the transfer broke and the image went to status {raw['status']}.",
            hint="See Glance's log; then run again.",
        )
    return raw
