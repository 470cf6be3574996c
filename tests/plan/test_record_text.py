from datetime import date
from ipaddress import ip_network

from gcloud.model.load import load
from gcloud.plan.allotment import Allotment
from gcloud.plan.record_text import HEADER, header_of, record_text

LINES = (
    Allotment("server/lgsp-app-1", "zone/dmz", ip_network("10.42.2.11/32")),
    Allotment("zone/dmz", "zones", ip_network("10.42.2.0/24")),
    Allotment("zone/old", "zones", ip_network("10.42.3.0/24"), date(2026, 11, 23)),
    Allotment("zone/six", "on", ip_network("2001:db8::/64")),
)


def test_one_line_an_allotment():
    assert record_text(LINES, header="") == (
        "addresses:\n"
        "  - {owner: server/lgsp-app-1, range: zone/dmz, block: 10.42.2.11}\n"
        "  - {owner: zone/dmz, range: zones, block: 10.42.2.0/24}\n"
        "  - {owner: zone/old, range: zones, block: 10.42.3.0/24, released_on: 2026-11-23}\n"
        '  - {owner: zone/six, range: "on", block: "2001:db8::/64"}\n'
    )


def test_an_empty_record_is_an_empty_list():
    assert record_text((), header="") == "addresses: []\n"


def test_a_comment_on_top_of_the_file_stays():
    mine = "# ours, by agreement of 2 March\n\n"
    text = record_text(LINES, header=header_of(mine + "addresses: []\n# more\n"))
    assert text.startswith(mine + "addresses:\n")
    assert header_of("addresses: []\n") == HEADER


def test_what_is_written_is_read_back_the_same(write_site, base):
    folder = write_site(base)
    (folder / "addresses.yaml").write_text(record_text(LINES))
    site = load(folder)
    read = tuple(
        Allotment(entry.owner, entry.range, entry.block, entry.released_on) for entry in site.addresses
    )
    assert read == LINES
