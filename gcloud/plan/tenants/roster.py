"""The roster as decisions need it: who held which key on which day.

Days are those of Việt Nam, where the people are: what is signed there at one in the
morning is signed on that day and not on the one that UTC still has.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Final

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.model.site import Site
from gcloud.model.tenants.person import Key, Person
from gcloud.plan.tenants.signature import fingerprint
from gcloud.plan.tenants.signature_error import SignatureError

VIETNAM: Final = timezone(timedelta(hours=7))


def day_of(moment: datetime) -> date:
    """The day in Việt Nam."""
    return moment.astimezone(VIETNAM).date()


def not_valid(key: Key, day: date) -> str:
    """Why a key doesn't count on a day, one clause; empty if it does."""
    if key.revoked_on is not None and day >= key.revoked_on:
        return f"it counts no more since {key.revoked_on}"
    if day < key.valid_from:
        return f"it counts only from {key.valid_from}"
    if day > key.valid_until:
        return f"it counted until {key.valid_until}"
    return ""


def in_office(person: Person, day: date) -> bool:
    """Whether somebody holds their office on a day."""
    return person.valid_until is None or day <= person.valid_until


def people(site: Site) -> Mapping[str, Person]:
    """The roster by name."""
    return {person.name: person for person in site.people}


def owner_of(site: Site, printed: str) -> str:
    """Whose key has a fingerprint; empty if nobody's of the roster."""
    for person in site.people:
        for key in person.keys:
            if _print(key) == printed:
                return person.name
    return ""


def roster_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Keys that nobody should sign with, and keys that stand there twice.

    A key of two people would let one of them ask and, as the other one, approve.
    """
    holders: dict[str, str] = {}
    for at, person in enumerate(loaded.site.people):
        for place, key in enumerate(person.keys):
            way: Path = ("people", at, "keys", place, "public")
            try:
                printed = fingerprint(key.kind, key.public)
            except SignatureError as error:
                yield loaded.problem(way, "key.unusable", error.message, "make a new key, such as Ed25519")
                continue
            if printed in holders:
                yield loaded.problem(
                    way,
                    "key.twice",
                    f"{holders[printed]} has this key already ({printed})",
                    "write a key once; give each person keys of their own",
                )
            holders.setdefault(printed, person.name)


def _print(key: Key) -> str:
    try:
        return fingerprint(key.kind, key.public)
    except SignatureError:
        return ""
