"""Text fields: names, labels, sentences, file names, checksums.

A name goes into OpenStack names, DNS labels and Pulumi URNs, so it is what all
of them accept: an RFC 1123 label that starts with a letter. Whatever Vietnamese
text people should read is the label's business.
"""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, WithJsonSchema

from gcloud.model.shown import shown, visible
from gcloud.model.wrong import wrong

NAME_PATTERN = r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"
CATALOGUE_PATTERN = r"^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,253}[A-Za-z0-9])?$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"

_NAME = re.compile(NAME_PATTERN)
_CATALOGUE = re.compile(CATALOGUE_PATTERN)
_SHA256 = re.compile(SHA256_PATTERN)
NAME_LENGTH = 63
"""Characters in a DNS label (RFC 1035, 2.3.4)."""


def slug(text: str) -> str:
    """The name nearest to a text: `Hà Tĩnh` becomes `ha-tinh`; empty if nothing is left."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    lettered = next((index for index, word in enumerate(words) if word[0].isalpha()), None)
    if lettered is None:
        return "".join(["n", *words])[:NAME_LENGTH] if words else ""
    return "-".join([*words[lettered:], *words[:lettered]])[:NAME_LENGTH].rstrip("-")


def _name(text: str) -> str:
    if _NAME.fullmatch(text):
        return text
    if len(text) > NAME_LENGTH and _NAME.fullmatch(text[:1] + text[-1:]):
        raise wrong(
            "name",
            f"the name is {len(text)} characters long; a DNS label holds {NAME_LENGTH}",
            f"shorten it by {len(text) - NAME_LENGTH} characters",
        )
    near = slug(text)
    raise wrong(
        "name",
        f'{shown(text)} cannot be a name: only a-z, 0-9 and "-", starting with a letter,'
        f" ending with a letter or digit, at most {NAME_LENGTH}",
        f"write {near}" if near else "write for example lgsp-app",
    )


def _catalogue_name(text: str) -> str:
    if _CATALOGUE.fullmatch(text):
        return text
    raise wrong(
        "name",
        f'{shown(text)} cannot be a name in the catalogue: only letters without accents, digits, space, ".",'
        ' "_" and "-", starting and ending with a letter or digit, at most 255',
        f"write {slug(text) or 'standard-2'}",
    )


def _one_line(text: str) -> str:
    """Refuses what a line or OpenStack cannot hold.

    Its databases keep 3 bytes a character (MySQL's utf8): an emoji or a rare Nôm character in a description
    is answered by an internal error of Neutron and Cinder, release 2026.2.
    """
    large = next((character for character in text if character > "\uffff"), None)
    if large is not None:
        raise wrong(
            "text.character",
            f"OpenStack cannot keep the character {visible(large)}",
            "write it in other words",
        )
    if all(character.isprintable() for character in text):
        return text
    raise wrong(
        "text.line",
        "the text holds a character that nobody sees, such as a line break or a tab",
        "write one line",
    )


def _sha256(text: str) -> str:
    if _SHA256.fullmatch(text):
        return text
    if _SHA256.fullmatch(text.lower()):
        raise wrong("checksum", "the checksum is in capital letters", f"write {text.lower()}")
    raise wrong(
        "checksum",
        f"a SHA-256 checksum has 64 digits 0-9 a-f, this has {len(text)} characters",
        "write what `sha256sum FILE` prints",
    )


def _relative_file(text: str) -> str:
    parts = text.split("/")
    if text.startswith("/") or "\\" in text or ".." in parts or "\0" in text:
        raise wrong(
            "file.outside",
            f"{shown(text)} does not lie in the folder of the site",
            'write a path relative to that folder, without "..", for example images/debian-12.raw',
        )
    if any(part in {"", "."} for part in parts):
        raise wrong("file.name", f"{shown(text)} is no file name", "write for example images/debian-12.raw")
    return text


Name = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": NAME_PATTERN})]
"""A lower-case RFC 1123 label that starts with a letter."""

CatalogueName = Annotated[
    str, AfterValidator(_catalogue_name), WithJsonSchema({"type": "string", "pattern": CATALOGUE_PATTERN})
]
"""A name that a hired cloud may have chosen before us: capitals, dots and spaces are allowed."""

Text = Annotated[
    str, StringConstraints(min_length=1, max_length=255, strip_whitespace=True), AfterValidator(_one_line)
]
"""One line for people, in any language."""

Sha256 = Annotated[
    str, AfterValidator(_sha256), WithJsonSchema({"type": "string", "pattern": SHA256_PATTERN})
]
"""A SHA-256 checksum, in lower-case hexadecimal."""

RelativeFile = Annotated[
    str, AfterValidator(_relative_file), WithJsonSchema({"type": "string", "minLength": 1})
]
"""A file inside the site's folder, with "/" between folders."""
