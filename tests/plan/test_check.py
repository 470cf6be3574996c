"""Sites that are wrong, a row each: what is spoilt, which rule says so, and where."""

import pytest

from gcloud.plan.check import check, remarks


def zone(base, name):
    return next(zone for zone in base["zones"] if zone["name"] == name)


def system(**more):
    return {
        "name": "other",
        "label": "Other",
        "level": 1,
        "owner": "province",
        "operator": "province",
        "purpose": "x",
    } | more


def add_flow(base, sources, targets, *services):
    base["flows"].append({"from": sources, "to": targets, "services": list(services), "why": "a test"})


def add_server(base, zone, **more):
    base["servers"].append(
        {
            "name": "extra",
            "system": "lgsp",
            "zone": zone,
            "flavor": "small",
            "image": "debian",
            "purpose": "x",
        }
        | more
    )


def remove_zone(name):
    def spoil(base):
        base["zones"].remove(zone(base, name))
        base["servers"] = [s for s in base["servers"] if s["zone"] != name]
        base["flows"] = []

    return spoil


CASES = [
    # Levels.
    ("no DMZ", remove_zone("dmz"), "level.zone-missing", "level: 3"),
    ("no database zone at level 3", remove_zone("database"), "level.zone-missing", "level: 3"),
    ("no management zone at level 3", remove_zone("management"), "level.zone-missing", "level: 3"),
    (
        "no device management at level 4",
        lambda b: (remove_zone("device-management")(b), b["systems"].append(system(level=4))),
        "level.zone-missing",
        "level: 4",
    ),
    # Servers.
    ("server in wireless", lambda b: add_server(b, "wireless"), "server.zone-kind", "zone: wireless"),
    (
        "public server in database",
        lambda b: add_server(b, "database", public=True),
        "server.public-zone",
        "public: true",
    ),
    # Flows.
    (
        "Internet to database",
        lambda b: add_flow(b, ["internet"], ["database"], "https"),
        "flow.internet-inward",
        "database",
    ),
    (
        "Internet to management",
        lambda b: add_flow(b, ["internet"], ["management"], "https"),
        "flow.internet-inward",
        "management",
    ),
    (
        "Internet to device management",
        lambda b: add_flow(b, ["internet"], ["device-management"], "https"),
        "flow.internet-inward",
        "device-management",
    ),
    (
        "Internet to ssh",
        lambda b: add_flow(b, ["internet"], ["edge"], "ssh"),
        "flow.administration",
        "ssh",
    ),
    (
        "database in the DMZ",
        lambda b: add_flow(b, ["server"], ["dmz"], "postgresql"),
        "flow.database-outside",
        "postgresql",
    ),
    (
        "wireless to servers",
        lambda b: add_flow(b, ["wireless"], ["server"], "https"),
        "flow.wireless",
        "server",
    ),
    (
        "DMZ to device management",
        lambda b: add_flow(b, ["dmz"], ["device-management"], "https"),
        "flow.device-management",
        "device-management",
    ),
    (
        "management to the Internet at level 4",
        lambda b: (
            b["systems"].append(system(level=4)),
            add_flow(b, ["management"], ["internet"], "https"),
        ),
        "flow.management-outward",
        "internet",
    ),
    (
        "to a peer of the other protocol",
        lambda b: (
            b["ranges"].append(
                {"name": "six", "purpose": "peers", "cidr": "2001:db8::/32", "fictional": True}
            ),
            add_flow(b, ["six"], ["edge"], "https"),
        ),
        "flow.family",
        "six",
    ),
    # Addresses.
    (
        "ranges cut up by what is on record",
        lambda b: (
            b["ranges"][0].update(cidr="10.42.0.0/20"),
            b.update(
                zones=b["zones"] + [{"name": "big", "label": "Big", "kind": "server", "prefix_length": 21}]
            ),
            b.update(
                addresses=[
                    {"owner": "zone/dmz", "range": "zones", "block": "10.42.9.0/24"},
                    {"owner": "zone/edge", "range": "zones", "block": "10.42.2.0/24"},
                ]
            ),
        ),
        "addresses.range-full",
        "name: big",
    ),
    (
        "an owner of no kind",
        lambda b: b.update(addresses=[{"owner": "zones/dmz", "range": "zones", "block": "10.42.0.0/24"}]),
        "addresses.kind",
        "owner: zones/dmz",
    ),
    (
        "database to the Internet",
        lambda b: add_flow(b, ["database"], ["internet"], "https"),
        "flow.database-outward",
        "internet",
    ),
    (
        "a server administered from the DMZ",
        lambda b: add_flow(b, ["dmz"], ["server"], "ssh"),
        "flow.administration-origin",
        "ssh",
    ),
    (
        "a zone too full",
        lambda b: (zone(b, "dmz").update(prefix_length=28), add_server(b, "dmz", count=11)),
        "addresses.zone-full",
        "zone: dmz",
    ),
    (
        "another size than on record",
        lambda b: b.update(addresses=[{"owner": "zone/dmz", "range": "zones", "block": "10.42.0.0/25"}]),
        "addresses.resized",
        "- name: dmz",
    ),
    (
        "a block on record where one address is due",
        lambda b: b.update(
            addresses=[{"owner": "server/app", "range": "zone/server", "block": "10.42.3.0/28"}]
        ),
        "addresses.resized",
        "block: 10.42.3.0/28",
    ),
    (
        "a recorded range that was renamed",
        lambda b: b.update(addresses=[{"owner": "zone/dmz", "range": "old", "block": "10.42.0.0/24"}]),
        "addresses.outside",
        "- owner: zone/dmz",
    ),
    (
        "two owners on one block",
        lambda b: b.update(
            addresses=[
                {"owner": "zone/dmz", "range": "zones", "block": "10.42.0.0/24"},
                {"owner": "zone/edge", "range": "zones", "block": "10.42.0.0/24"},
            ]
        ),
        "addresses.overlap",
        "- owner: zone/edge",
    ),
    (
        "two blocks for one owner",
        lambda b: b.update(
            addresses=[
                {"owner": "zone/dmz", "range": "zones", "block": "10.42.0.0/24"},
                {"owner": "zone/dmz", "range": "zones", "block": "10.42.1.0/24"},
            ]
        ),
        "addresses.twice",
        "- owner: zone/dmz",
    ),
]


def test_the_base_site_is_right(base, load_site):
    assert check(load_site(base)) == ()


@pytest.mark.parametrize(("spoil", "rule", "text"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_each_fault_is_found_at_its_place(base, load_site, spoil, rule, text):
    spoil(base)
    loaded = load_site(base)
    found = [problem for problem in check(loaded) if problem.rule == rule]
    assert found, [problem.rule for problem in check(loaded)]
    for problem in found:
        line = (loaded.folder / "site.yaml").read_text().splitlines()[problem.line - 1]
        assert text in line[problem.column - 1 :] or text in line
        assert problem.what
        assert problem.instead


@pytest.mark.parametrize("profile", ["tcvn11930-2017", "tcvn14423-2026"])
def test_a_missing_zone_is_reported_with_clause_and_certainty(base, load_site, profile):
    remove_zone("database")(base)
    base["site"]["profile"] = profile
    (problem,) = check(load_site(base))
    clause, certainty = {
        "tcvn11930-2017": ("Circular 12/2022/TT-BTTTT, Annex III, II.1.a", "[V: primary text read]"),
        "tcvn14423-2026": ("TCVN 14423:2026, clause 5 (level 3)", "[S: after a secondary source"),
    }[profile]
    assert clause in problem.what
    assert certainty in problem.what


def test_all_faults_are_found_at_once(base, load_site):
    remove_zone("dmz")(base)
    add_flow(base, ["internet"], ["server"], "ssh")
    add_server(base, "wireless", public=True)
    assert {problem.rule for problem in check(load_site(base))} == {
        "level.zone-missing",
        "flow.internet-inward",
        "flow.administration",
        "server.zone-kind",
        "server.public-zone",
    }


REMARKS = [
    ({"level": 2, "platform": True}, "Art. 13.3"),
    ({"level": 2, "personal_data": "basic", "data_subjects": 100_000}, "Art. 13.2.c"),
    ({"level": 2, "personal_data": "sensitive", "data_subjects": 10_000}, "Art. 13.2.c"),
    ({"level": 1, "personal_data": "basic", "data_subjects": 5}, "Art. 12.1"),
]


@pytest.mark.parametrize(("facts", "clause"), REMARKS)
def test_a_level_below_the_default_is_a_remark_and_no_fault(base, load_site, facts, clause):
    base["systems"].append(system(**facts))
    loaded = load_site(base)
    assert check(loaded) == ()
    (remark,) = remarks(loaded)
    assert clause in remark.what
    assert "[V: primary text read]" in remark.what


@pytest.mark.parametrize(
    "facts",
    [
        {"level": 3, "platform": True},
        {"level": 2, "personal_data": "basic", "data_subjects": 99_999},
        {"level": 1},
    ],
)
def test_a_level_at_the_default_needs_no_remark(base, load_site, facts):
    base["systems"].append(system(**facts))
    assert remarks(load_site(base)) == ()


@pytest.mark.parametrize(("profile", "asked"), [("tcvn11930-2017", True), ("tcvn14423-2026", False)])
def test_physical_separation_is_named_as_somebody_elses_duty(base, load_site, profile, asked):
    base["site"]["profile"] = profile
    base["systems"].append(system(level=4))
    found = {remark.rule: remark for remark in remarks(load_site(base))}
    assert ("level.separation" in found) is asked
    if asked:
        assert "separated physically" in found["level.separation"].what
        assert "Art. 9.10" in found["level.separation"].what
