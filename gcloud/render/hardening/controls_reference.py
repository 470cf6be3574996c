"""The page of the catalogue of controls, generated from the baselines themselves.

So it can't say anything else than what hosts are held against; a test compares
the committed page with what this makes. Write it anew by

    python -m gcloud.render.hardening.controls_reference playbooks/baselines > docs/reference/controls.md
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gcloud.model.baseline.catalogue import Baselines
from gcloud.model.baseline.control import Control
from gcloud.model.baseline.load import load_baselines
from gcloud.model.baseline.profile import Asked, Profile
from gcloud.model.baseline.role import HostRole
from gcloud.plan.profiles.rows import MEANING
from gcloud.render.environment import environment

FAMILIES: Final = (
    ("authentication", "Authentication", "Xác thực"),
    ("access", "Access control", "Kiểm soát truy cập"),
    ("logging", "Logging", "Nhật ký"),
    ("intrusion", "Intrusion and integrity", "Phòng chống xâm nhập"),
    ("malware", "Malware", "Phòng chống mã độc"),
    ("updates", "Updates", "Cập nhật"),
    ("wiping", "Hand-over", "Xử lý khi chuyển giao"),
)
"""The families in the order of the page: id, in English, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Row:
    """A control on the page.

    Attributes:
        control: the control.
        asked: by which profiles, from which level, by which clause.
        parameters: its parameters with their values by profile, a line each.
        numbers: the CIS numbers, by system.
    """

    control: Control
    asked: tuple[str, ...]
    parameters: tuple[str, ...]
    numbers: str


def controls_reference(baselines: Baselines) -> str:
    """The page, in Markdown; the same at every call."""
    sections = [
        (
            english,
            vietnamese,
            [_row(one, baselines) for one in baselines.controls.values() if one.family == name],
        )
        for name, english, vietnamese in FAMILIES
    ]
    return (
        environment()
        .get_template("hardening/controls.md.j2")
        .render(
            sections=sections,
            profiles=list(baselines.profiles.values()),
            roles=[
                (role, [_change(role, baselines, at) for at in range(len(role.controls))])
                for role in baselines.roles.values()
            ],
            meanings=MEANING,
            count=len(baselines.controls),
            rules=len({rule for one in baselines.controls.values() for rule in one.rules}),
        )
    )


def _row(control: Control, baselines: Baselines) -> Row:
    asked = [
        (profile, one)
        for profile in baselines.profiles.values()
        for one in profile.controls
        if one.control == control.id
    ]
    return Row(
        control,
        tuple(_ground(profile, one) for profile, one in asked),
        tuple(_parameter(control, name, asked) for name in control.parameters),
        "; ".join(f"{system} {', '.join(numbers)}" for system, numbers in control.cis.items()),
    )


def _ground(profile: Profile, one: Asked) -> str:
    if not profile.levels:
        return f"`{profile.profile}`"
    clause = ", ".join(dict.fromkeys(one.clause.values()))
    word = "suggested from" if one.suggested else "from"
    return f"`{profile.profile}` {word} level {one.since}, clause {clause} [{one.certainty}]"


def _parameter(control: Control, name: str, asked: list[tuple[Profile, Asked]]) -> str:
    parameter = control.parameters[name]
    unit = f" {parameter.unit}" if parameter.unit else ""
    parts = [f"`{name}`: {parameter.text.en}"]
    if parameter.default is not None:
        parts.append(f"default {_said(parameter.default)}{unit}")
    if parameter.given is not None:
        parts.append(f"the site gives it ({parameter.given})")
    for profile, one in asked:
        values = one.parameters.get(name)
        if values:
            parts.append(f"{profile.profile} {_values(values, one)}")
    return "; ".join(parts)


def _values(values: Mapping[int, object], one: Asked) -> str:
    if len(values) == 1:
        return _said(next(iter(values.values())))
    return ", ".join(f"{_said(value)} from level {max(level, one.since)}" for level, value in values.items())


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"`{entry}`" for entry in value) or "none"
    return f"`{value}`" if isinstance(value, str) else str(value)


def _change(role: HostRole, baselines: Baselines, at: int) -> str:
    change = role.controls[at]
    title = baselines.controls[change.control].title.en
    what = (
        "off"
        if change.off
        else ", ".join(f"{name} {_said(value)}" for name, value in change.parameters.items())
    )
    return f"`{change.control}` ({title}): {what}. {change.reason.en}"


if __name__ == "__main__":
    sys.stdout.write(controls_reference(load_baselines(Path(sys.argv[1]))))
