"""How a control is judged on a host: by its items, or why not."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from gcloud.model.baseline.control import Control
from gcloud.model.baseline.role import HostRole
from gcloud.model.baseline.words import Both
from gcloud.plan.hardening.compiled import Standing
from gcloud.plan.hardening.values import changes


def standing(
    control: Control, roles: tuple[HostRole, ...], values: Mapping[str, object], given: AbstractSet[str]
) -> tuple[Standing, Both | None]:
    """How a control is judged, and why it is not by its items.

    Args:
        control: the control.
        roles: the host's roles.
        values: the values of its parameters that somebody gives.
        given: what the site gives for the host, by name.
    """
    excluded = _excluded(control, roles) or _not_here(control, given)
    if excluded is not None:
        return "excluded", excluded
    if control.manual is not None:
        return "procedural", control.manual
    missing = [name for name in control.parameters if name not in values]
    if missing:
        return "missing", _missing(control, missing)
    return "checked", None


def _excluded(control: Control, roles: tuple[HostRole, ...]) -> Both | None:
    for _, change in changes(roles, control.id):
        if change.off:
            return change.reason
    here = {role.role for role in roles}
    barred = here.intersection(control.only.roles_not)
    if barred:
        named = ", ".join(sorted(barred))
        return Both(
            vi=f"Không áp dụng cho máy có vai trò {named}.", en=f"Not for hosts with the role {named}."
        )
    if control.only.roles and not here.intersection(control.only.roles):
        named = ", ".join(control.only.roles)
        return Both(
            vi=f"Chỉ áp dụng cho máy có vai trò {named}.", en=f"Only for hosts with the role {named}."
        )
    return None


def _not_here(control: Control, given: AbstractSet[str]) -> Both | None:
    """Why what the site gives, or does not give, puts another control in this one's place."""
    if instead := sorted(given & set(control.only.given_not)):
        named = ", ".join(map(_named, instead))
        return Both(vi=f"Không cần, vì site đã có {named}.", en=f"Not needed, for the site has {named}.")
    if lacking := [name for name in control.only.given if name not in given]:
        named = ", ".join(map(_named, lacking))
        return Both(vi=f"Chỉ áp dụng nơi site có {named}.", en=f"Only where the site has {named}.")
    return None


def _missing(control: Control, names: Iterable[str]) -> Both:
    told = ", ".join(_variable(control, name) for name in names)
    return Both(
        vi=f"Chưa kiểm tra được: chưa có giá trị {told}.",
        en=f"Could not be checked: nobody gives {told}.",
    )


def _variable(control: Control, name: str) -> str:
    given = control.parameters[name].given
    if given is None:
        return f"{name} (govcloud_parameters: {control.id})"
    return f"{name} ({_named(given)})"


def _named(given: str) -> str:
    """What the inventory calls what the site gives."""
    return f"govcloud_{'malware_agent' if given == 'agent' else given}"
