"""What must hold between profiles and controls: names known, values in bounds, no level the weaker."""

from collections.abc import Iterator
from pathlib import PurePath

from gcloud.model.baseline.control import Control
from gcloud.model.baseline.draft import BaselineDraft, Placed
from gcloud.model.baseline.parameter import Parameter
from gcloud.model.baseline.profile import Asked, Profile
from gcloud.model.near import suggest
from gcloud.model.problem import Path, Problem
from gcloud.model.shown import shown


def check_profiles(draft: BaselineDraft) -> Iterator[Problem]:
    """All that is wrong with what profiles ask for."""
    names = [placed.value.profile for placed in draft.profiles]
    for placed in draft.profiles:
        profile = placed.value
        stem = PurePath(str(placed.path[0])).stem
        if profile.profile != stem:
            yield draft.problem(
                (*placed.path, "profile"),
                "profile.file",
                f"the profile {profile.profile} stands in a file called {stem}",
                f"write profile: {stem}, or rename the file",
            )
        for index, name in enumerate(profile.includes):
            if draft.complete and (name not in names or name == profile.profile):
                yield draft.problem(
                    (*placed.path, "includes", index),
                    "profile.unknown",
                    f"there is no other profile {shown(name)}",
                    suggest(name, [other for other in names if other != profile.profile], "remove it"),
                )
        yield from _asked(draft, placed)


def _asked(draft: BaselineDraft, placed: Placed[Profile]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, asked in enumerate(placed.value.controls):
        path = (*placed.path, "controls", index)
        if asked.control in seen:
            what = f"{asked.control} is asked for twice"
            yield draft.problem((*path, "control"), "profile.twice", what, "remove one of them")
        seen.add(asked.control)
        control = draft.control(asked.control)
        if control is None:
            if draft.complete:
                what = f"there is no control {shown(asked.control)}"
                instead = suggest(asked.control, draft.names(), "write it in a file of controls first")
                yield draft.problem((*path, "control"), "control.unknown", what, instead)
            continue
        yield from _basis(draft, placed.value, asked, control, path)
        yield from _levels(draft, placed.value, asked, path)
        for name in asked.parameters:
            yield from _values(draft, asked, control, name, (*path, "parameters", name))


def _basis(
    draft: BaselineDraft, profile: Profile, asked: Asked, control: Control, path: Path
) -> Iterator[Problem]:
    if not profile.levels:
        if not control.cis:
            what = f"{control.id} has no number of a CIS recommendation, so a depth can't ask for it"
            yield draft.problem(
                path, "profile.number", what, "write cis in the control, or leave it out here"
            )
        return
    if not asked.clause:
        what = f"by which clause {control.id} is asked for is not said"
        instead = "write clause with its number, or that its number is not known"
        yield draft.problem(path, "profile.clause", what, instead)
    if asked.certainty is None:
        what = f"how sure we are of {control.id}'s clause is not said"
        instead = "write certainty: V, S, P, I or G; I where it is our inference"
        yield draft.problem(path, "profile.certainty", what, instead)


def _levels(draft: BaselineDraft, profile: Profile, asked: Asked, path: Path) -> Iterator[Problem]:
    if profile.levels and asked.since not in profile.levels:
        what = f"{profile.profile} has no level {asked.since}"
        instead = "write one of: " + ", ".join(map(str, profile.levels))
        yield draft.problem((*path, "from"), "profile.level", what, instead)


def _values(draft: BaselineDraft, asked: Asked, control: Control, name: str, path: Path) -> Iterator[Problem]:
    parameter = control.parameters.get(name)
    if parameter is None:
        what = f"{control.id} has no parameter {shown(name)}"
        yield draft.problem(path, "parameter.unknown", what, _known(name, control))
        return
    bound, bound_level = parameter.default, 0
    for level, value in sorted(asked.parameters[name].items()):
        place = (*path, str(level))
        if fault := parameter.fault(value):
            yield draft.problem(place, "parameter.value", f"{name} {fault}", "write a value that fits")
            return
        if bound_level and bound is not None and parameter.weaker(value, bound):
            yield draft.problem(
                place,
                "parameter.weaker",
                f"{name} is {_written(value)} from level {level} on, weaker than {_written(bound)}"
                f" at level {bound_level}",
                _stricter(parameter, bound),
            )
        bound, bound_level = value, level


def _known(name: str, control: Control) -> str:
    if not control.parameters:
        return "remove it: the control has none"
    return suggest(name, control.parameters, "known are: " + ", ".join(control.parameters))


def _stricter(parameter: Parameter, bound: object) -> str:
    words = {"lower": "or less", "higher": "or more", "fewer": "or fewer", "more": "and more"}
    return f"write {_written(bound)} {words[parameter.stricter]}"


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
