"""What was found among what runs already, for people and for machines."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from gcloud.cli.changes import show_changes
from gcloud.cli.surface import Surface
from gcloud.cli.words import count, type_word
from gcloud.deploy.adopt import Finding
from gcloud.deploy.outcome import Outcome
from gcloud.engine.wishes import short_name
from gcloud.errors import ExitCode, GovCloudError, InputError

_LISTED = 20
"""Of one kind; more are counted."""


class UnsettledError(InputError):
    """Something fits several objects, and only the user can tell which is meant."""


class NotSeenError(GovCloudError):
    """Something could not be looked for, so that what was found is not all."""

    exit_code = ExitCode.INCOMPLETE


def show_found(surface: Surface, found: Finding) -> None:
    """Write what was found, what was not, and what the next plan would change.

    Args:
        surface: where to.
        found: the finding.
    """
    kinds = Counter(type_word(one.type) for one in found.adopted)
    surface.text(f"Found: {count(len(found.adopted), 'resource')}", bold=True)
    for word, number in sorted(kinds.items()):
        surface.text(f"  {number:4d} {word}")
    if found.kept:
        surface.text(f"  {count(found.kept, 'resource')} in the state already")
    missing = (f"{short_name(one.urn)}: {one.reason}" for one in found.missing)
    _list(surface, "Not there, made by the next `up`", missing)
    several = (f"{short_name(one.urn)}: {', '.join(one.ids)}" for one in found.ambiguous)
    _list(surface, "Several fit", several, fg="red")
    unseen = (f"{short_name(one.urn)}: {one.error.message}" for one in found.unseen)
    _list(surface, "Could not be looked for", unseen, fg="red")
    for failure in found.failures:
        surface.text(f"Failed: {failure.error.message}", fg="red")
        if failure.error.hint:
            surface.text(f"  {failure.error.hint}")
    if found.adopted and found.whole:
        surface.text()
        surface.text("What the next plan would change on what was found:")
        show_changes(surface, next_plan(found))


def _list(surface: Surface, title: str, lines: Iterable[str], fg: str | None = None) -> None:
    every = list(lines)
    if every:
        surface.text(f"{title}: {len(every)}", fg=fg, bold=True)
        for line in every[:_LISTED]:
            surface.text(f"  {line}")
        if len(every) > _LISTED:
            surface.text(f"  … and {len(every) - _LISTED} more (--output json lists all)")


def next_plan(found: Finding) -> Outcome:
    """Give what the next run would do to what was found, as a plan."""
    steps = tuple(one.next for one in found.adopted)
    return Outcome(
        planned=tuple(step for step in steps if step.op != "same"),
        counts=dict(Counter(step.op for step in steps)),
    )


def found_json(found: Finding) -> dict[str, Any]:
    """Return the JSON form (docs/schema/output.schema.json, `found`)."""
    return {
        "adopted": [
            {"urn": one.urn, "type": one.type, "name": one.name, "id": one.id, "next": asdict(one.next)}
            for one in found.adopted
        ],
        "missing": [asdict(one) for one in found.missing],
        "ambiguous": [{**asdict(one), "ids": list(one.ids)} for one in found.ambiguous],
        "unseen": [
            {"urn": one.urn, "type": one.type, "name": one.name, "error": one.error.message}
            for one in found.unseen
        ],
        "failed": [
            {"urn": one.urn, "error": one.error.message, "hint": one.error.hint, "position": one.position}
            for one in found.failures
        ],
        "kept": found.kept,
    }


def trouble(found: Finding) -> GovCloudError | None:
    """Say why nothing of it is written; None if it can be."""
    if found.failures:
        first = found.failures[0].error
        if len(found.failures) == 1:
            return first
        error = InputError(f"{count(len(found.failures), 'problem')}. Nothing was changed.", hint=first.hint)
        error.exit_code = first.exit_code  # type: ignore[misc]  # this error's own, by its cause
        return error
    if found.ambiguous:
        one = found.ambiguous[0]
        return UnsettledError(
            f"{count(len(found.ambiguous), 'resource')} may be any of several objects. Nothing was changed.",
            hint=f"Say which: --id '{short_name(one.urn)}={one.ids[0]}'",
        )
    if found.unseen:
        return NotSeenError(
            f"{count(len(found.unseen), 'resource')} could not be looked for, so nothing was written.",
            hint=found.unseen[0].error.hint or "Run again when the cloud answers.",
        )
    return None
