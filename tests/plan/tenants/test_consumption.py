"""Used against granted: what is near its end, what moves, what nobody needed, what it costs."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from gcloud.model.tenants.price import Price
from gcloud.plan.tenants.chargeback import charges
from gcloud.plan.tenants.consumption import consumption, reclaimable
from gcloud.plan.tenants.observation import Idle, Observation
from tests.plan.tenants.granted import granted

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def seen(used, *, days_ago=0, unseen=()):
    return Observation(
        at=NOW - timedelta(days=days_ago),
        used={"documents": used},
        unseen=dict.fromkeys(unseen, "it is down"),
    )


def line(now, key="cores", before=None, service="compute", **quotas):
    [found] = [
        one
        for one in consumption([granted("documents", **quotas)], now, before, 80)
        if (one.service, one.key) == (service, key)
    ]
    return found


@pytest.mark.parametrize(
    ("used", "limit", "state", "percent"),
    [
        (0, 0, "ok", None),
        (0, 10, "ok", 0),
        (7, 10, "ok", 70),
        (8, 10, "warn", 80),
        (10, 10, "full", 100),
        (12, 10, "full", 120),
        (1, 0, "full", None),
    ],
)
def test_a_key_is_near_its_end_from_the_sites_share_on(used, limit, state, percent):
    found = line(seen({"compute.cores": used}), compute={"cores": limit})
    assert (found.state, found.percent) == (state, percent)


def test_what_was_not_seen_is_not_taken_for_unused():
    found = line(seen({}, unseen=["compute"]), compute={"cores": 10})
    assert (found.used, found.state, found.percent, found.change) == (None, "unseen", None, None)


def test_a_tenant_that_was_not_observed_is_unseen():
    other = Observation(at=NOW, used={"another": {}})
    assert line(other, compute={"cores": 10}).state == "unseen"


def test_how_a_figure_moved_since_the_earlier_observation():
    before = seen({"compute.cores": 3}, days_ago=30)
    assert line(seen({"compute.cores": 8}), before=before, compute={"cores": 10}).change == 5
    assert line(seen({"compute.cores": 8}), compute={"cores": 10}).change is None


def test_limits_of_single_objects_do_not_fill_up():
    found = consumption([granted("documents", compute={"key_pairs": 5, "cores": 1})], seen({}), None, 80)
    assert [one.key for one in found] == ["cores"]


@pytest.mark.parametrize(
    ("days", "peak", "spare"),
    [(90, 2, 6), (89, 2, None), (90, 5, None)],
    ids=["never more than 2 of 10", "not long enough", "half is needed"],
)
def test_what_was_never_needed_could_be_asked_back(days, peak, spare):
    past = [seen({"compute.cores": peak}, days_ago=days), seen({"compute.cores": 1})]
    lines = consumption([granted("documents", compute={"cores": 10})], past[-1], None, 80)
    assert [one.spare for one in reclaimable(lines, past, 90)] == ([] if spare is None else [spare])


def test_an_observation_is_read_back_as_it_was_written():
    idle = Idle("volume", "id", "data", "attached to nothing", NOW - timedelta(days=40), 20)
    one = Observation(NOW, {"documents": {"compute.cores": 3}}, {"documents": (idle,)}, {"dns": "it is down"})
    assert Observation.from_json(one.to_json()) == one


@pytest.mark.parametrize("kept", [{}, {"form": 2}, {"form": 1}, {"form": 1, "at": "x", "used": {}}])
def test_something_else_is_no_observation(kept):
    with pytest.raises(ValueError, match=r".*"):
        Observation.from_json(kept)


def price(counts, monthly, volume_type=None):
    return Price(name="price", counts=counts, monthly=monthly, volume_type=volume_type)


def test_a_tenant_is_charged_by_use_and_by_grant():
    tenant = granted(
        "documents",
        compute={"cores": 10, "ram": 8192},
        volume={"gigabytes": 100},
        volume_types={"gov-level-3": 50},
    )
    now = seen({"compute.cores": 4, "compute.ram": 2560, "volume.gigabytes_gov-level-3": 7})
    prices = [
        price("vcpu", 120000.0),
        price("ram-gb", 35000.1),
        price("volume-gb", 0.335, "gov-level-3"),
        price("load-balancer", 1.0),
    ]
    found = list(charges([tenant], {"documents": "2026-CNTT-07"}, prices, now))
    assert [(one.used, one.by_use, one.by_grant) for one in found] == [
        (Decimal(4), Decimal("480000.00"), Decimal("1200000.00")),
        (Decimal("2.5"), Decimal("87500.25"), Decimal("280000.80")),
        (Decimal(7), Decimal("2.35"), Decimal("16.75")),
    ]


def test_what_could_not_be_seen_is_not_charged_by_use():
    [found] = charges(
        [granted("documents", compute={"cores": 10})],
        {"documents": "x"},
        [price("vcpu", 1.0)],
        seen({}, unseen=["compute"]),
    )
    assert (found.by_use, found.by_grant) == (None, Decimal("10.00"))
