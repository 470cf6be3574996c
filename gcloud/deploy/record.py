"""Bringing a site's record of addresses up to date.

The plan says what the record should be; this writes it. The file is replaced
in one step, because a half-written record would renumber a province.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gcloud.deploy.in_place import aside
from gcloud.errors import InputError
from gcloud.model.errors import SiteInvalid
from gcloud.model.load import LoadedSite
from gcloud.plan.addresses import addresses
from gcloud.plan.allotment import Allotment
from gcloud.plan.check_addresses import address_problems
from gcloud.plan.record_text import header_of, record_text

FILE = "addresses.yaml"


@dataclass(frozen=True)
class Recording:
    """What the record should say, and what is new in it.

    Args:
        file: the record's file.
        text: what it should hold.
        allotted: who has no recorded address yet, and what each gets.
        released: who is gone, and what is held back.
        changed: the file does not hold that text yet.
    """

    file: Path
    text: str
    allotted: tuple[Allotment, ...]
    released: tuple[Allotment, ...]
    changed: bool


def recording(loaded: LoadedSite, today: date) -> Recording:
    """Work out a site's record of addresses.

    Args:
        loaded: the site.
        today: the day to note on what is released.

    Raises:
        SiteInvalid: an address can't be given or a recorded one can't stand.
        InputError: the record stands in another file than addresses.yaml.
    """
    _only_in_its_file(loaded)
    given = addresses(loaded.site, today=today)
    if problems := tuple(address_problems(loaded, given)):
        raise SiteInvalid(str(loaded.folder), problems)
    held = {entry.owner for entry in loaded.site.addresses if entry.released_on is None}
    file = loaded.folder / FILE
    before = file.read_text(encoding="utf-8") if file.exists() else None
    text = record_text(given.record, header=header_of(before or ""))
    return Recording(
        file=file,
        text=text,
        allotted=given.unrecorded,
        released=tuple(line for line in given.record if line.released_on and line.owner in held),
        changed=text != before,
    )


def write(what: Recording) -> None:
    """Replace the record's file in one step.

    Raises:
        InputError: the folder can't be written.
    """
    try:
        aside(what.file, what.text).replace(what.file)
    except OSError as error:
        raise InputError(
            f"{what.file} can't be written: {error.strerror}.", hint="Make the site's folder writable."
        ) from error


def _only_in_its_file(loaded: LoadedSite) -> None:
    for index in range(len(loaded.site.addresses)):
        place = loaded.at("addresses", index)
        if Path(place.file).name != FILE:
            raise InputError(
                f"{place}: a recorded address stands outside {FILE}.",
                hint=f"Move the section `addresses` into {loaded.folder / FILE}.",
            )
