"""The JSON Schema says of a file what the loader says, as far as one file alone can tell."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gcloud.model.load import understand
from gcloud.model.reader import read
from gcloud.model.schema import json_schema, schema_text

ROOT = Path(__file__).parents[2]
BASE = Path(__file__).parent / "base"
CASES = Path(__file__).parent / "cases"
VALIDATOR = Draft202012Validator(json_schema())
SITE = {path.name: yaml.safe_load(path.read_text()) for path in sorted(BASE.glob("*.yaml"))}

# Mistakes that an editor can show while the file is written: one value, seen alone.
SEEN_BY_EDITORS = (
    "bad-name",
    "coordinates",
    "empty-value",
    "list-and-group-mixed-up",
    "missing-key",
    "number-for-text",
    "number-for-text-leading-zero",
    "province-by-name",
    "schema-of-another-version",
    "text-for-number",
    "text-for-truth",
    "truth-for-text",
    "unknown-key",
    "unknown-province",
    "unknown-section",
    "wrong-choice",
)


def content(path: Path):
    node, problems = read(path.read_text(), path.name)
    assert not problems
    return node.plain()


def test_the_schema_is_one():
    Draft202012Validator.check_schema(json_schema())


def test_the_committed_schema_is_current():
    committed = (ROOT / "docs" / "schema" / "site.schema.json").read_text()
    assert committed == schema_text(), "write it anew: govcloud schema --to docs/schema/site.schema.json"
    assert json.loads(committed) == json_schema()


@pytest.mark.parametrize("file", sorted((ROOT / "examples").rglob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_follow_the_schema_and_point_editors_at_it(file):
    assert list(VALIDATOR.iter_errors(content(file))) == []
    if file.parent.name in {"requests", "tenants"}:
        return  # written by commands, and edited by nobody
    first = file.read_text().splitlines()[0]
    pointed = first.removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / pointed).resolve() == ROOT / "docs" / "schema" / "site.schema.json"


@pytest.mark.parametrize("case", SEEN_BY_EDITORS)
def test_the_schema_refuses_what_is_wrong_by_itself(case):
    files = list((CASES / case).glob("*.yaml"))
    assert any(not VALIDATOR.is_valid(content(path)) for path in files)


def places(value, way=()):
    yield way
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield from places(inner, (*way, key))


def replaced(tree, way, value):
    if not way:
        return value
    copy = tree.copy()
    copy[way[0]] = replaced(tree[way[0]], way[1:], value)
    return copy


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([(file, way) for file, tree in SITE.items() for way in places(tree) if way]),
    st.sampled_from(
        [0, 1, 3, 1.0, True, None, "dmz", "1", "10.0.0.0/24", "::1", [], [1], ["dmz"], {}, {"name": "dmz"}]
    ),
)
def test_what_the_loader_takes_the_schema_takes_too(place, value):
    file, way = place
    changed = replaced(SITE[file], way, value)
    texts = {name: yaml.safe_dump(tree, allow_unicode=True) for name, tree in {**SITE, file: changed}.items()}
    if not understand(texts, BASE).problems:
        assert list(VALIDATOR.iter_errors(changed)) == []
