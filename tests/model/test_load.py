"""What holds for everything that anybody may write into the files of a site."""

import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gcloud.model.errors import SiteInvalid
from gcloud.model.load import examine, load, load_with_positions, understand
from gcloud.model.problem import Position
from gcloud.model.syntax import lines_of

BASE = Path(__file__).parent / "base"
TEXTS = {path.name: path.read_text() for path in sorted(BASE.glob("*.yaml"))}
WORDS_OF_PROGRAMMERS = (
    "Input should",
    "pydantic",
    "Pydantic",
    "NoneType",
    "Error",
    "<class",
    "dict",
    "tuple",
)

# What YAML is made of, so that much of what is drawn is nearly a site.
PIECES = (
    "zones:", "servers:", "site:", "schema: 1", "name: dmz", "from: [internet]", "- ", "  ", ": ", "{", "}",
    "[", "]", ",", "'", '"', "|", ">", "&a ", "*a", "<<: *a", "!include x", "!!set", "? ", "---\n",
    "...\n", "# note\n", "%YAML 1.2\n", "\n", "\r\n", "\t", "\ufeff", "\x00", "\u2028", "\x85", "~", "yes",
    "0x10", "1e999", "é", "🏛",
)  # fmt: skip

anything = st.text(st.characters(exclude_categories=["Cs"]))
nearly_yaml = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | anything
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3)
)


def ways(value, way=()):
    """Every way into a nested value."""
    yield way
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield from ways(inner, (*way, key))


SITE = {file: yaml.safe_load(text) for file, text in TEXTS.items()}
PLACES = [(file, way) for file, tree in SITE.items() for way in ways(tree)]


def replaced(tree, way, value):
    if not way:
        return value
    copy = tree.copy()
    copy[way[0]] = replaced(tree[way[0]], way[1:], value)
    return copy


def lies_inside(position: Position, text: str) -> bool:
    lines = lines_of(text)
    return 1 <= position.line <= len(lines) and 1 <= position.column <= len(lines[position.line - 1]) + 1


@settings(max_examples=120, deadline=None)
@given(anything | nearly_yaml)
def test_any_text_is_a_site_or_has_problems_that_lie_in_it(text):
    examined = understand({**TEXTS, "zones.yaml": text}, BASE)
    assert examined.problems or examined.loaded
    for problem in examined.problems:
        if problem.file == "zones.yaml":
            assert lies_inside(problem.position, text)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PLACES), values)
@example(("places.yaml", ("clouds", 0, "cloud")), "\U00018d09")
@example(("catalogue.yaml", ("catalogue", "images", 0, "file")), "\ud7fc")
def test_any_value_anywhere_is_right_or_told_in_words_of_the_field(place, value):
    file, way = place
    text = yaml.safe_dump(replaced(SITE[file], way, value), allow_unicode=True)
    for problem in understand({**TEXTS, file: text}, BASE).problems:
        said = f"{problem.what} {problem.instead}"
        assert problem.what
        assert problem.instead
        assert said.isprintable()
        assert len(said) < 600
        written = str(value)
        assert not any(word in said and word not in written for word in WORDS_OF_PROGRAMMERS)


@settings(max_examples=20, deadline=None)
@given(st.permutations(sorted(TEXTS)))
def test_the_order_of_the_files_does_not_matter(order):
    sites = understand({file: TEXTS[file] for file in order}, BASE).loaded
    assert sites is not None
    assert sites.site == understand(TEXTS, BASE).loaded.site


def test_sections_may_stand_in_any_file(tmp_path):
    shutil.copytree(BASE / "images", tmp_path / "images")
    (tmp_path / "all.yaml").write_text("".join(TEXTS.values()))
    assert load(tmp_path) == load(BASE)


def test_a_loaded_site_knows_where_everything_stands():
    loaded = load_with_positions(BASE)
    assert str(loaded.at("systems", 0, "level")) == f"{BASE}/systems.yaml:4:41"
    assert str(loaded.at("site", "name")) == f"{BASE}/site.yaml:2:15"


def test_what_is_not_written_stands_where_its_holder_does():
    loaded = load_with_positions(BASE)
    assert loaded.at("zones", 1, "prefix_length") == loaded.at("zones", 1)
    assert loaded.at("addresses") == Position(str(BASE))


def test_a_problem_of_a_later_layer_gets_its_place():
    problem = load_with_positions(BASE).problem(("zones", 0), "plan.some-rule", "this is wrong", "write that")
    assert str(problem) == f"{BASE}/zones.yaml:2:5: this is wrong; write that"
    assert problem.path == ("zones", 0)


def test_a_site_of_the_right_shape_can_be_examined_further_though_it_has_problems(tmp_path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "flows.yaml").write_text(
        "flows: [{ from: [dmz], to: [nowhere], services: [https], why: Lost }]"
    )
    examined = examine(tmp_path)
    assert [problem.rule for problem in examined.problems] == ["reference.unknown"]
    assert not examined.consistent
    assert examined.loaded.site.flows[0].destinations == ("nowhere",)


def test_what_later_layers_may_judge_although_something_is_wrong(tmp_path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "images" / "disk.raw").write_text("another disk")
    examined = examine(tmp_path)
    assert [problem.rule for problem in examined.problems] == ["image.checksum"]
    assert examined.consistent


def test_the_error_counts_and_carries_its_problems_for_machines(tmp_path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "zones.yaml").write_text("zones: [{ name: dmz, label: Vùng, kind: DMZ }]")
    with pytest.raises(SiteInvalid, match="has 1 problem:") as caught:
        load(tmp_path)
    assert caught.value.data["problems"] == [
        {
            "file": f"{tmp_path}/zones.yaml",
            "line": 1,
            "column": 41,
            "rule": "value.choice",
            "path": ["zones", 0, "kind"],
            "what": 'kind cannot be "DMZ"',
            "instead": "did you mean dmz?",
        }
    ]
