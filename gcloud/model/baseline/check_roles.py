"""What must hold between host roles and controls: names known, values that fit."""

from collections.abc import Iterator
from pathlib import PurePath

from gcloud.model.baseline.draft import BaselineDraft
from gcloud.model.near import suggest
from gcloud.model.problem import Problem
from gcloud.model.shown import shown


def check_roles(draft: BaselineDraft) -> Iterator[Problem]:
    """All that is wrong with what roles change."""
    for placed in draft.roles:
        role = placed.value
        stem = PurePath(str(placed.path[0])).stem
        if role.role != stem:
            what = f"the role {role.role} stands in a file called {stem}"
            instead = f"write role: {stem}, or rename the file"
            yield draft.problem((*placed.path, "role"), "role.file", what, instead)
        seen: set[str] = set()
        for index, change in enumerate(role.controls):
            path = (*placed.path, "controls", index)
            if change.control in seen:
                what = f"{change.control} is changed twice"
                yield draft.problem((*path, "control"), "role.twice", what, "remove one of them")
            seen.add(change.control)
            control = draft.control(change.control)
            if control is None:
                if draft.complete:
                    what = f"there is no control {shown(change.control)}"
                    instead = suggest(change.control, draft.names(), "remove it")
                    yield draft.problem((*path, "control"), "control.unknown", what, instead)
                continue
            for name, value in change.parameters.items():
                place = (*path, "parameters", name)
                parameter = control.parameters.get(name)
                if parameter is None:
                    what = f"{control.id} has no parameter {shown(name)}"
                    instead = suggest(name, control.parameters, "remove it")
                    yield draft.problem(place, "parameter.unknown", what, instead)
                elif fault := parameter.fault(value):
                    yield draft.problem(
                        place, "parameter.value", f"{name} {fault}", "write a value that fits"
                    )
