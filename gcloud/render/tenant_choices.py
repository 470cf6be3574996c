"""What may be chosen for a field of a request: from the site, or from the words of the model."""

from dataclasses import dataclass

from gcloud.model.site import Site
from gcloud.model.tenants.person import PersonRole
from gcloud.render.tenant_words import CHOICES, Language, Source


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several.

    Attributes:
        value: what the request says.
        label: what people read.
    """

    value: str
    label: str

    @property
    def shown(self) -> str:
        """The label with the value, as a drop-down shows it."""
        return f"{self.label} ({self.value})"


def choices(site: Site, source: Source, language: Language) -> tuple[Choice, ...]:
    """What may be chosen.

    Args:
        site: the site.
        source: of what.
        language: of the labels that are not the site's own.
    """
    if source in CHOICES:
        return tuple(Choice(value, words.by(language)) for value, words in CHOICES[source].items())
    named: tuple[tuple[str, str], ...]
    match source:
        case "requesters":
            people = (one for one in site.people if PersonRole.REQUESTER in one.roles)
            named = tuple((one.name, one.label) for one in people)
        case "agencies":
            named = tuple((one.name, one.label) for one in site.organisations if one.kind != "company")
        case "organisations":
            named = tuple((one.name, one.label) for one in site.organisations)
        case "clouds":
            named = tuple((one.name, one.cloud) for one in site.clouds)
        case "classes":
            named = tuple((one.name, one.label) for one in site.quota_classes)
        case _:
            named = tuple((one.name, one.label) for one in site.backup_policies)
    return tuple(Choice(name, label) for name, label in named)


def meant(text: str, offered: tuple[Choice, ...]) -> str | None:
    """Which choice a text means: its value, its label or how that begins, or both; None if none or two.

    Args:
        text: what somebody wrote or chose.
        offered: what may be chosen.
    """
    said = text.strip().casefold()
    for one in offered:
        if said in {one.value.casefold(), one.shown.casefold()}:
            return one.value
    labelled = [one.value for one in offered if one.label.casefold() == said]
    begun = labelled or [one.value for one in offered if said and one.label.casefold().startswith(said)]
    return begun[0] if len(begun) == 1 else None
