"""The hosts of a run: of a site, or of an inventory that somebody wrote, in one form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gcloud.errors import InputError
from gcloud.model.selectors import Selected, select


@dataclass(frozen=True, slots=True)
class Targets:
    """Hosts, and what their inventory says of them.

    Attributes:
        name: the site's name; empty for a plain inventory.
        folder: the folder beside whose other things the run's are kept.
        inventory: the inventory as plain data, or its file.
        hosts: by name the variables of each host that was selected.
        given: variables that hold for all of them, whatever the inventory says.
    """

    name: str
    folder: Path
    inventory: Mapping[str, Any] | Path
    hosts: Mapping[str, Mapping[str, Any]]
    given: Mapping[str, Any] = field(default_factory=dict)

    def with_variables(self, given: Mapping[str, Any]) -> "Targets":
        """The same hosts, all of them with some variables more."""
        hosts = {name: {**variables, **given} for name, variables in self.hosts.items()}
        return replace(self, hosts=hosts, given={**self.given, **given})


def chosen(words: tuple[str, ...], hosts: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The hosts that words mean.

    Args:
        words: names, @groups, patterns or `all`.
        hosts: the groups of each host that there is.

    Raises:
        InputError: a word means none.
    """
    found: Selected = select(words, hosts)
    if found.wrong:
        lines = "\n".join(f"  {one.what}; {one.instead}" for one in found.wrong)
        raise InputError(
            f"Not all of these are hosts:\n{lines}",
            hint="`govcloud hosts list` shows hosts and groups.",
            data={"unknown": [one.word for one in found.wrong]},
        )
    return found.names
