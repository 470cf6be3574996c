"""A plan as people read it: what is deleted and why comes first, what is new comes grouped.

Deletions, replacements and changes are listed one by one, each with its
properties old → new: these are what a reader must judge. Of a hundred new
things the reader wants to know which zones and servers they make up, so
creations are grouped by the part of the site that they belong to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from gcloud.cli.surface import Surface
from gcloud.cli.words import SIGNS, count, type_word, value_word
from gcloud.deploy.outcome import Outcome
from gcloud.engine.events import StepPlanned

_WHOLE = "the whole site"


def show_changes(surface: Surface, outcome: Outcome, *, details: bool = False) -> None:
    """Write the plan's changes and its summary line.

    Args:
        surface: where to.
        outcome: a preview's outcome.
        details: list every new resource instead of grouping them.
    """
    for kind in ("delete", "replace", "update", "import"):
        steps = [step for step in outcome.planned if step.op == kind]
        if steps:
            _heading(surface, kind, len(steps))
            for step in steps:
                _one(surface, step)
            surface.text()
    new = [step for step in outcome.planned if step.op == "create"]
    if new:
        _heading(surface, "create", len(new))
        (_listed if details else _grouped)(surface, new)
        surface.text()
    surface.text(summary_line(outcome), bold=True)
    if outcome.unchanged:
        surface.text(unchanged_line(outcome), dim=True)


def unchanged_line(outcome: Outcome) -> str:
    """Say which stacks were not run, since when they are unchanged, and how to look all the same."""
    since = min(stack.since for stack in outcome.unchanged)[:16].replace("T", " ")
    if len(outcome.unchanged) == 1:
        [stack] = outcome.unchanged
        what = f"{stack.project}/{stack.stack} is unchanged since {since} UTC and was"
    else:
        what = f"{len(outcome.unchanged)} stacks are unchanged, some since {since} UTC, and were"
    return f"{what} not run; --verify looks at the cloud."


def summary_line(outcome: Outcome) -> str:
    """Write the plan's counts in one sentence."""
    counts = outcome.counts
    parts = [
        f"{counts[kind]} to {verb}"
        for kind, verb in (
            ("import", "take over"),
            ("create", "create"),
            ("update", "change"),
            ("replace", "replace"),
            ("delete", "delete"),
        )
        if counts.get(kind)
    ]
    if not parts:
        return f"Nothing to do: {count(counts.get('same', 0), 'resource')} as described."
    return f"Plan: {', '.join(parts)}; {counts.get('same', 0)} unchanged."


def belongs_to(step: StepPlanned) -> str:
    """Name the part of the site that a resource belongs to: `zone dmz`; empty if it is of the whole."""
    parent_type, _, name = step.parent.rpartition("::")
    type_ = parent_type.rpartition("$")[2].rpartition("::")[2]
    return "" if not name or type_ == "pulumi:pulumi:Stack" else f"{type_word(type_)} {name}"


def _heading(surface: Surface, kind: str, number: int) -> None:
    sign, color, word = SIGNS[kind]
    surface.text(f"{sign} {count(number, 'resource')} to be {word}", fg=color, bold=True)


def _one(surface: Surface, step: StepPlanned) -> None:
    sign, color, _ = SIGNS[step.op]
    where = belongs_to(step)
    within = f"  ({where})" if where and where.partition(" ")[2] != step.name else ""
    surface.text(f"  {surface.styled(sign, fg=color)} {type_word(step.type)} {step.name}{within}")
    for change in step.changes:
        why = "  (this forces the replacement)" if change.replaces else ""
        surface.text(f"      {change.path}: {value_word(change.old)} → {value_word(change.new)}{why}")
    if step.reason:
        surface.text(f"      {step.reason}")


def _listed(surface: Surface, steps: Iterable[StepPlanned]) -> None:
    for step in steps:
        _one(surface, step)


def _grouped(surface: Surface, steps: Iterable[StepPlanned]) -> None:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for step in steps:
        groups[belongs_to(step) or _WHOLE][type_word(step.type)] += 1
    width = max(len(group) for group in groups)
    # Programs register in parallel; the order of a plan must not depend on who came first.
    for group, words in sorted(groups.items(), key=lambda item: (item[0] == _WHOLE, item[0])):
        parts = ", ".join(
            word if number == 1 else count(number, word, _plural(word))
            for word, number in sorted(words.items())
        )
        surface.text(f"  {surface.styled('+', fg='green')} {group.ljust(width)}  {parts}")


def _plural(word: str) -> str:
    return word + ("es" if word.endswith("s") else "s")
