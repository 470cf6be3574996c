"""What the files of a site may be, where text alone cannot show it: links, encodings, sizes."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.errors import InputError
from gcloud.model import folder as folders
from gcloud.model.errors import SiteInvalid
from gcloud.model.load import examine, load

BASE = Path(__file__).parent / "base"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "site"))


def told(site: Path) -> list[str]:
    with pytest.raises(SiteInvalid) as caught:
        load(site)
    return [str(problem).replace(f"{site}/", "") for problem in caught.value.problems]


def test_no_such_folder(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        load(tmp_path / "nowhere")


def test_a_file_is_no_site(site):
    with pytest.raises(InputError, match="a site is a folder"):
        load(site / "site.yaml")


def test_an_empty_folder(tmp_path):
    assert told(tmp_path) == [
        f"{tmp_path}: there is no *.yaml file in this folder; begin with site.yaml, as in examples/ha-tinh"
    ]


def test_files_that_say_nothing_lack_all_sections(tmp_path):
    (tmp_path / "site.yaml").write_text("# to be written\n")
    assert [line.split(": ", 1)[1].split(";")[0] for line in told(tmp_path)] == [
        f'the section "{name}" is missing'
        for name in ("clouds", "locations", "ranges", "schema", "site", "zones")
    ]


def test_byte_order_mark_and_carriage_returns_change_nothing(site):
    before = load(site)
    for file in site.glob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load(site) == before


def test_positions_hold_behind_a_byte_order_mark_and_carriage_returns(site):
    (site / "zones.yaml").write_bytes(
        "\ufeffzones:\r\n  - { name: dmz, label: Vùng, kind: DMZ }\r\n".encode()
    )
    assert told(site) == ['zones.yaml:2:37: kind cannot be "DMZ"; did you mean dmz?']


def test_text_that_is_not_utf8(site):
    (site / "zones.yaml").write_bytes("zones:\n  - { name: dmz, label: Vùng }".encode("latin-1"))
    assert told(site) == ["zones.yaml:2:26: byte 0xf9 is not UTF-8; save the file as UTF-8"]


def test_two_byte_text(site):
    (site / "zones.yaml").write_bytes((site / "zones.yaml").read_text().encode("utf-16"))
    assert told(site) == ["zones.yaml:1:1: byte 0xff is not UTF-8; save the file as UTF-8"]


def test_files_in_folders_below_belong_to_the_site_hidden_ones_do_not(site):
    (site / "network").mkdir()
    (site / "zones.yaml").rename(site / "network" / "zones.yaml")
    (site / ".govcloud").mkdir()
    (site / ".govcloud" / "state.yaml").write_text("not: ours")
    (site / ".draft.yaml").write_text("not: ours")
    assert [zone.name for zone in load(site).zones] == ["dmz", "server"]


def test_a_link_to_a_file_of_the_site_is_fine(site):
    (site / "shared").mkdir()
    (site / "zones.yaml").rename(site / "shared" / "zones.txt")
    (site / "zones.yaml").symlink_to(Path("shared", "zones.txt"))
    assert len(load(site).zones) == 2


def test_a_link_out_of_the_site(site, tmp_path):
    (tmp_path / "zones.yaml").write_text("zones: []")
    (site / "more.yaml").symlink_to(tmp_path / "zones.yaml")
    assert told(site) == [
        f"more.yaml: this links out of the site, to {tmp_path}/zones.yaml; put the file itself here"
    ]


def test_a_link_to_itself(site):
    (site / "more.yaml").symlink_to("more.yaml")
    assert told(site) == ["more.yaml: this links to itself; remove it"]


def test_a_link_to_nothing(site):
    (site / "more.yaml").symlink_to("gone.yaml")
    assert told(site) == ["more.yaml: this cannot be read: no such file or directory; mend or remove it"]


def test_a_link_to_the_folder_above_is_not_followed_round_and_round(site):
    (site / "loop").symlink_to("..", target_is_directory=True)
    assert told(site) == ["loop: a link to a folder is not followed; put the folder itself here"]


def test_a_folder_with_the_name_of_a_file(site):
    (site / "more.yaml").mkdir()
    assert told(site) == ["more.yaml: this is a folder with the name of a file; rename it"]


def test_a_pipe_with_the_name_of_a_file(site):
    os.mkfifo(site / "more.yaml")
    assert told(site) == ["more.yaml: this is no ordinary file; remove it"]


def test_a_huge_file_is_not_read(site):
    with (site / "more.yaml").open("wb") as file:
        file.truncate(folders.BYTES + 1)
    assert told(site) == ["more.yaml: this file is larger than 16 MiB; split it"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read(site):
    (site / "zones.yaml").chmod(0)
    assert told(site) == ["zones.yaml: this cannot be read: permission denied; mend or remove it"]


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_site_or_told_what_they_are_not(content):
    with TemporaryDirectory() as folder:
        (Path(folder) / "site.yaml").write_bytes(content)
        examined = examine(Path(folder))
        assert examined.problems
        assert all(problem.file for problem in examined.problems)


def test_a_file_whose_name_is_no_text(site):
    Path(os.fsdecode(os.fsencode(site) + b"/\xff.yaml")).write_text("weather: fine")
    assert told(site)[0].startswith('\\udcff.yaml:1:1: there is no section "weather"')
