"""`govcloud policy`: what breaks the rules, for people, machines and CI."""

from xml.etree import ElementTree

RULE = """
policies:
  - name: zone-label
    subject: zone
    require: zone.label.startsWith('Vùng')
    message: A zone's label begins with Vùng
    examples: [{name: other, passes: false, given: {label: Zone}}]
"""


def test_a_site_that_keeps_the_rules(govcloud, site):
    ran = govcloud("policy", site, "--output", "json")
    assert ran.code == 0
    assert ran.document["result"]["counts"]["failed"] == 0


def test_a_broken_rule_is_told_with_its_place_and_in_junit(govcloud, site, tmp_path):
    (site / "policies.yaml").write_text(RULE.replace("'Vùng'", "'Khu'"))
    report = tmp_path / "policy.xml"
    ran = govcloud("policy", site, "--output", "json", "--junit", report)
    assert ran.code == 6
    places = {one["place"] for one in ran.document["result"]["findings"]}
    assert len(places) == 8
    assert all("zones.yaml:" in place for place in places)
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - our own file
    assert suite.get("failures") == "8"
    assert int(suite.get("tests")) == sum(ran.document["result"]["counts"].values())


def test_rules_are_tested_by_their_own_examples(govcloud, site):
    (site / "policies.yaml").write_text(RULE.replace("passes: false", "passes: true"))
    ran = govcloud("policy", site, "--test", "--output", "json")
    assert ran.code == 6
    assert [one["rule"] for one in ran.document["result"]["wrong"]] == ["zone-label"]


def test_the_text_names_rule_place_and_source(govcloud, site):
    (site / "policies.yaml").write_text(RULE.replace("'Vùng'", "'Khu'"))
    ran = govcloud("policy", site)
    assert "failed zone-label  zone/dmz" in ran.out
    assert "this project's own rule" in ran.out


def test_problems_of_check_are_cases_of_junit(govcloud, site, tmp_path):
    (site / "zones.yaml").write_text((site / "zones.yaml").read_text().replace("kind: dmz", "kind: dmx"))
    report = tmp_path / "check.xml"
    assert govcloud("check", site, "--junit", report).code == 2
    case = ElementTree.parse(report).getroot().find("testsuite/testcase")  # noqa: S314 - our own file
    assert "zones.yaml:" in case.get("name")
    assert case.find("failure").get("message") == 'kind cannot be "dmx"'
