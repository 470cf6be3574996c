"""Whether the roster is the keeper's: a file of it that somebody else has changed grants nothing.

Approvals are worth what the roster is worth, and the roster stands in the same
repository. So a keeper signs its file, and the keeper's key stands where those who
may write to the repository may not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from gcloud.errors import InputError
from gcloud.model.load import LoadedSite
from gcloud.model.problem import Position, Problem
from gcloud.plan.tenants.signature import signer
from gcloud.plan.tenants.signature_error import SignatureError

NAMESPACE: Final = "govcloud-roster"
"""What the roster's file is signed for (`ssh-keygen -Y sign -n`)."""

_KEY: Final = re.compile(
    r"(?P<before>.*?)(?P<key>(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2})(?: .*)?"
)
_NAMESPACES: Final = re.compile(r'namespaces="(?P<names>[^"]*)"')
_UNKNOWN: Final = ("cert-authority", "valid-after", "valid-before")


def keepers(text: str) -> tuple[str, ...]:
    """The keys of a file of allowed signers (ssh-keygen(1), "ALLOWED SIGNERS") that may sign a roster.

    Args:
        text: the file's text.

    Raises:
        InputError: a line can't be understood whole; half understood it might let somebody in.
    """
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _KEY.fullmatch(line.strip())
        before = found["before"] if found else ""
        if found is None or not before.strip() or any(word in before for word in _UNKNOWN):
            raise InputError(
                f"Line {number} of the trusted keys can't be used.",
                hint='Write: NAME namespaces="govcloud-roster" ssh-ed25519 AAAA…, without dates.',
            )
        only = _NAMESPACES.search(before)
        if only is None or NAMESPACE in only["names"].split(","):
            keys.append(found["key"])
    return tuple(keys)


def roster_files(loaded: LoadedSite) -> tuple[str, ...]:
    """The files in which the roster stands."""
    places = (loaded.at("people", at).file for at in range(len(loaded.site.people)))
    return tuple(dict.fromkeys(places))


def trust_problems(files: Mapping[str, tuple[bytes, str | None]], keys: Iterable[str]) -> Iterator[Problem]:
    """Files of the roster that no keeper has signed as they are.

    Args:
        files: of each file its content, and the signature beside it in base64; None if there is none.
        keys: the keepers' keys.
    """
    keys = tuple(keys)
    for file, (content, signature) in files.items():
        instead = f"let the keeper sign it: ssh-keygen -Y sign -n {NAMESPACE} -f KEY {file}"
        if signature is None:
            what = "nobody has signed this roster, and only a keeper's is trusted here"
            yield Problem.at(Position(file), "roster.unsigned", what, instead)
            continue
        try:
            signer("ssh", signature, content, NAMESPACE, keys)
        except SignatureError as error:
            what = f"no trusted keeper has signed this roster as it is: {error.message}"
            yield Problem.at(Position(file), "roster.stranger", what, instead)
