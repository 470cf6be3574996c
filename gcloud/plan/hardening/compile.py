"""From baselines and what is wanted of a host to what it must be, in items that a module can read and apply.

Pure and deterministic. Hosts differ little: what two of them share is made once, so
300 hosts cost hardly more than the few sorts of hosts among them.
"""

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

from gcloud.model.baseline.catalogue import Baselines
from gcloud.model.baseline.control import Control
from gcloud.model.baseline.items.base import ItemBase
from gcloud.model.baseline.words import SYSTEMS, Both
from gcloud.model.near import suggest
from gcloud.model.policy import Waiver
from gcloud.model.shown import shown
from gcloud.plan.hardening.asked import AskedControl, asked
from gcloud.plan.hardening.compiled import Compiled, CompiledControl, Item, Standing
from gcloud.plan.hardening.fault import Fault, WishInvalid
from gcloud.plan.hardening.standing import standing
from gcloud.plan.hardening.substitute import substitute
from gcloud.plan.hardening.values import parameter_place, values_of
from gcloud.plan.hardening.wish import NO_DEPTH, HostWish


class Compiler:
    """Compiles what is wanted of hosts; remembers what hosts have in common.

    Args:
        baselines: the catalogue, profiles and roles.
        today: the day on which waivers count.
    """

    def __init__(self, baselines: Baselines, today: date) -> None:
        self._baselines = baselines
        self._today = today
        self._asked: dict[tuple[str, int, str], tuple[AskedControl, ...]] = {}
        self._templates: dict[str, tuple[dict[str, Any], ...]] = {}
        self._items: dict[Hashable, tuple[Item, ...]] = {}

    def compile(self, wish: HostWish) -> Compiled:
        """What a host must be.

        Args:
            wish: what is wanted of it.

        Raises:
            WishInvalid: with all that is wrong with the wish.
        """
        faults = [*self._unknown(wish)]
        if faults:
            raise WishInvalid(wish.host, faults)
        roles = tuple(self._baselines.roles[name] for name in wish.roles)
        waivers = _strongest(wish.waivers)
        controls: list[CompiledControl] = []
        for one in self._asked_of(wish):
            values, wrong = values_of(one, wish, roles)
            faults += wrong
            judged = standing(one.control, roles, values, wish.given.keys())
            controls.append(self._control(one, values, judged, waivers.get(one.control.id)))
        faults += self._not_asked(wish, {one.control.id for one in controls})
        if faults:
            raise WishInvalid(wish.host, faults)
        return Compiled(wish.profile, wish.level, wish.depth, wish.roles, tuple(controls))

    def _asked_of(self, wish: HostWish) -> tuple[AskedControl, ...]:
        key = (wish.profile, wish.level, wish.depth)
        if key not in self._asked:
            self._asked[key] = asked(self._baselines, *key)
        return self._asked[key]

    def _control(
        self,
        one: AskedControl,
        values: Mapping[str, object],
        judged: tuple[Standing, Both | None],
        waiver: Waiver | None,
    ) -> CompiledControl:
        stands, why = judged
        expired = waiver is not None and waiver.expires_on < self._today
        waived = waiver is not None and not expired
        items = self._items_of(one.control, values, waived=waived) if stands == "checked" else ()
        return CompiledControl(
            one.control, one.level, one.source, stands, why, values, items, waiver, expired
        )

    def _items_of(self, control: Control, values: Mapping[str, object], *, waived: bool) -> tuple[Item, ...]:
        key = (control.id, waived, repr(values))
        if key not in self._items:
            if control.id not in self._templates:
                self._templates[control.id] = tuple(_templates(control))
            self._items[key] = tuple(
                {**substitute(template, values), "waived": waived} for template in self._templates[control.id]
            )
        return self._items[key]

    def _unknown(self, wish: HostWish) -> Iterator[Fault]:
        """Names in a wish that mean nothing."""
        levelled = [name for name, profile in self._baselines.profiles.items() if profile.levels]
        depths = [NO_DEPTH, *(name for name in self._baselines.profiles if name not in levelled)]
        if wish.profile not in levelled:
            yield _no("profile", wish.profile, "profile", levelled)
        elif wish.level not in self._baselines.profiles[wish.profile].levels:
            there = self._baselines.profiles[wish.profile].levels
            what = f"{wish.profile} has no level {wish.level}"
            yield Fault(("level",), "level.unknown", what, f"write one of: {', '.join(map(str, there))}")
        if wish.depth not in depths:
            yield _no("depth", wish.depth, "depth", depths)
        for name in wish.roles:
            if name not in self._baselines.roles:
                yield _no("roles", name, "host role", self._baselines.roles)
        for name in wish.parameters:
            if name not in self._baselines.controls:
                yield unknown_control(("parameters", name), name, self._baselines)
        for index, waiver in enumerate(wish.waivers):
            if waiver.rule not in self._baselines.controls:
                yield unknown_control(("waivers", index, "rule"), waiver.rule, self._baselines)

    def _not_asked(self, wish: HostWish, there: set[str]) -> Iterator[Fault]:
        """Unknown parameters of controls that are not asked for here; a known one just has no effect."""
        for name, own in wish.parameters.items():
            control = self._baselines.controls[name]
            for parameter in own:
                if name not in there and parameter not in control.parameters:
                    yield Fault(
                        parameter_place(name, parameter),
                        "parameter.unknown",
                        f"{name} has no parameter {shown(parameter)}",
                        suggest(parameter, control.parameters, "remove it"),
                    )


def unknown_control(at: tuple[str | int, ...], name: str, baselines: Baselines) -> Fault:
    """The fault that a control of this name does not exist."""
    otherwise = "name one that docs/reference/hardening.md lists"
    what = f"there is no control {shown(name)}"
    return Fault(at, "control.unknown", what, suggest(name, baselines.controls, otherwise))


def _no(at: str, name: str, word: str, known: Any) -> Fault:  # noqa: ANN401 - any collection of names
    return Fault(
        (at,), f"{at}.unknown", f"there is no {word} {shown(name)}", suggest(name, list(known), "remove it")
    )


def _strongest(waivers: tuple[Waiver, ...]) -> dict[str, Waiver]:
    """Of several waivers of a control the one that ends last."""
    found: dict[str, Waiver] = {}
    for waiver in waivers:
        there = found.get(waiver.rule)
        if there is None or there.expires_on < waiver.expires_on:
            found[waiver.rule] = waiver
    return found


def _templates(control: Control) -> Iterator[dict[str, Any]]:
    """A control's items, ready but for the values of parameters."""
    for number, item in enumerate(control.items, start=1):
        systems = [one for one in SYSTEMS if _on(control, item, one)]
        only: dict[str, Any] = {} if len(systems) == len(SYSTEMS) else {"system": systems}
        if not (control.only.container and item.only.container):
            only["container"] = False
        yield {
            "id": f"{control.id}/{number}",
            "control": control.id,
            "batch": item.applied_in,
            **item.of_kind(),
            "only": only,
        }


def _on(control: Control, item: ItemBase, system: str) -> bool:
    return all(not only.system or system in only.system for only in (control.only, item.only))
