"""The values that the parameters of a control have on a host, and what is wrong with the site's own.

The standard sets a value; a role of the host may change it, with its reason; the site
may only make it stricter. Where none of them says anything, what the site knows of
the host counts (its management networks ...), and last the control's own default.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gcloud.model.baseline.control import Control
from gcloud.model.baseline.parameter import Parameter
from gcloud.model.baseline.role import HostRole, RoleChange
from gcloud.model.baseline.words import Value
from gcloud.model.near import suggest
from gcloud.model.shown import shown
from gcloud.plan.hardening.asked import AskedControl, stricter
from gcloud.plan.hardening.fault import At, Fault
from gcloud.plan.hardening.wish import HostWish

_ENOUGH: Mapping[str, str] = {
    "lower": "or less",
    "higher": "or more",
    "fewer": "or fewer",
    "more": "and more",
}


@dataclass(frozen=True, slots=True)
class _Limit:
    """What a site's value may not be weaker than.

    Attributes:
        value: the value.
        by: who sets it, in words.
    """

    value: Value
    by: str


def values_of(
    asked: AskedControl, wish: HostWish, roles: tuple[HostRole, ...]
) -> tuple[dict[str, object], tuple[Fault, ...]]:
    """The values of a control's parameters.

    Args:
        asked: the control.
        wish: what is wanted of the host.
        roles: the host's roles.

    Returns:
        By name, without those that nobody gives; and what is wrong with the site's own.
    """
    control = asked.control
    own = wish.parameters.get(control.id, {})
    faults = [*_unknown(control, own)]
    values: dict[str, object] = {}
    for name, parameter in control.parameters.items():
        limit = _limit(asked, name, parameter, roles)
        if name in own:
            fault = _refused(control, name, own[name], limit)
            faults += [fault] if fault else []
        for value in (
            own.get(name),
            limit.value if limit else None,
            _given(wish, name, parameter),
            parameter.default,
        ):
            if value is not None:
                values[name] = value
                break
    return values, tuple(faults)


def parameter_place(control: str, name: str) -> At:
    """Where a site's own value stands in a wish."""
    return ("parameters", control, name)


def _limit(
    asked: AskedControl, name: str, parameter: Parameter, roles: tuple[HostRole, ...]
) -> _Limit | None:
    by_role: _Limit | None = None
    for role, change in changes(roles, asked.control.id):
        value = change.parameters.get(name)
        if value is None:
            continue
        best = value if by_role is None else stricter(parameter, by_role.value, value)
        if by_role is None or best != by_role.value:
            by_role = _Limit(best, f"the role {role.role} sets ({change.reason.en})")
    if by_role is not None:
        return by_role
    bound = asked.bounds.get(name)
    if bound is None:
        return None
    return _Limit(bound.value, f"{bound.source} {'suggests' if bound.suggested else 'asks for'}")


def _given(wish: HostWish, name: str, parameter: Parameter) -> object:
    """What the site knows of the host; of a thing with parts the one that is called like the parameter."""
    value = wish.given.get(parameter.given) if parameter.given else None
    return value.get(name, value) if isinstance(value, Mapping) else value


def changes(roles: tuple[HostRole, ...], control: str) -> Iterator[tuple[HostRole, RoleChange]]:
    """What roles change of a control."""
    for role in roles:
        yield from ((role, change) for change in role.controls if change.control == control)


def _unknown(control: Control, own: Mapping[str, Value]) -> Iterator[Fault]:
    for name in own:
        if name not in control.parameters:
            there = ", ".join(control.parameters)
            yield Fault(
                parameter_place(control.id, name),
                "parameter.unknown",
                f"{control.id} has no parameter {shown(name)}",
                suggest(name, control.parameters, f"known are: {there}")
                if there
                else "remove it: it has none",
            )


def _refused(control: Control, name: str, value: Value, limit: _Limit | None) -> Fault | None:
    parameter, at = control.parameters[name], parameter_place(control.id, name)
    wrong = parameter.fault(value)
    if wrong:
        return Fault(at, "parameter.value", f"{name} {wrong}", _fitting(parameter))
    if limit is None or not parameter.weaker(value, limit.value):
        return None
    unit = f" {parameter.unit}" if parameter.unit else ""
    what = f"{name} is {_said(value)}{unit}, weaker than the {_said(limit.value)}{unit} that {limit.by}"
    enough = _ENOUGH.get(parameter.stricter, "") if parameter.type in {"integer", "list"} else ""
    return Fault(at, "parameter.weaker", what, f"write {_said(limit.value)} {enough}".rstrip())


def _fitting(parameter: Parameter) -> str:
    if parameter.order:
        return "write one of: " + ", ".join(parameter.order)
    if parameter.type == "integer":
        ends = [("from", parameter.least), ("to", parameter.most)]
        told = " ".join(f"{word} {end}" for word, end in ends if end is not None)
        return f"write a whole number {told}".rstrip()
    return {"flag": "write true or false", "list": "write a list of texts"}.get(parameter.type, "write text")


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "[" + ", ".join(value) + "]" if isinstance(value, tuple) else str(value)
