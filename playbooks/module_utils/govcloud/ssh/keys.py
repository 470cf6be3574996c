"""Host keys and groups for key exchange: how large they are."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from typing import List, Optional

from ..host import Host
from ..result import Evidence
from .effective import Effective
from .finding import Finding

MODULI = "/etc/ssh/moduli"
_GROUP_FIELDS = 7  # time, type, tests, tries, size, generator, modulus
_TYPES = {"ssh-ed25519": "ed25519", "ssh-rsa": "rsa", "ssh-dss": "dsa"}


@dataclass(frozen=True)
class HostKey:
    """A host key that sshd offers.

    Attributes:
        path: Its private half's file.
        type: ``ed25519``, ``rsa``, ``ecdsa``, ``dsa``; empty where its public half can't be read.
        bits: Its size; 0 where the type has one size.
    """

    path: str
    type: str
    bits: int

    def fits(self, types: List[str], rsa_bits: int) -> bool:
        """Whether it is of one of these types, and large enough."""
        return self.type in types and (self.type != "rsa" or self.bits >= rsa_bits)


def offered(host: Host, options: Effective) -> List[HostKey]:
    """The host keys that sshd offers: those it is told to, as far as they are there."""
    paths = [path for path in options.get("hostkey", []) if host.stat(path) is not None]
    return [_read(host, path) for path in paths]


def host_keys(host: Host, options: Effective, types: List[str], rsa_bits: int) -> Finding:
    """Every host key offered is of a type allowed and large enough."""
    keys = offered(host, options)
    wrong = [key for key in keys if not key.fits(types, rsa_bits)]
    have = ", ".join(f"{key.type or 'unreadable'} {key.bits or ''}".strip() for key in keys)
    evidence = [Evidence(f"{key.path}.pub", 1, f"{key.type} {key.bits or ''}".strip()) for key in keys]
    why = f"{', '.join(key.path for key in wrong)} is offered" if wrong else None
    return Finding("HostKey", f"{', '.join(types)}; rsa {rsa_bits} bits", have, not wrong, evidence, why)


def moduli(host: Host, least: int) -> Finding:
    """No group for key exchange is smaller than so many bits."""
    text = host.text(MODULI)
    if text is None:
        return Finding(MODULI, f"{least} bits", "not there: OpenSSH's own groups of 3072 bits and more", True)
    small = [(number, size) for number, size in enumerate(map(group_size, text.splitlines()), 1) if size]
    small = [(number, size) for number, size in small if size < least]
    have = f"{len(small)} groups are smaller" if small else "none is smaller"
    evidence = [Evidence(MODULI, number, f"{size + 1} bits") for number, size in small[:1]]
    return Finding(MODULI, f"{least} bits", have, not small, evidence or [Evidence(MODULI)])


def group_size(line: str) -> Optional[int]:
    """The size of a line's group, less one as moduli(5) counts; None where the line is no group."""
    part = line.split()
    return int(part[4]) if len(part) == _GROUP_FIELDS and part[4].isdigit() else None


def large_groups(text: str, least: int) -> str:
    """The text of a moduli file without groups that are too small."""
    kept = []
    for line in text.splitlines(keepends=True):
        size = group_size(line)
        if size is None or size >= least:
            kept.append(line)
    return "".join(kept)


def _read(host: Host, path: str) -> HostKey:
    name, blob = [*(host.text(f"{path}.pub") or "").split(), "", ""][:2]
    kind = _TYPES.get(name, "ecdsa" if name.startswith("ecdsa-") else name)
    try:
        return HostKey(path, kind, _modulus_bits(base64.b64decode(blob)) if kind == "rsa" else 0)
    except (binascii.Error, struct.error, IndexError):
        return HostKey(path, "", 0)


def _modulus_bits(blob: bytes) -> int:
    """The size of an RSA key: the third field of its public half, each with its length before it."""
    place, fields = 0, []
    while place < len(blob):
        (length,) = struct.unpack_from(">I", blob, place)
        fields.append(blob[place + 4 : place + 4 + length])
        place += 4 + length
    return int.from_bytes(fields[2], "big").bit_length()
