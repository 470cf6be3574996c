"""Keys of keepers, and whether one of them has signed the roster as it is."""

import pytest

from gcloud.errors import InputError
from gcloud.plan.tenants.trust import NAMESPACE, keepers, trust_problems
from tests.approvals import Signer

KEEPER, STRANGER = Signer(), Signer()
KEY = " ".join(KEEPER.public.split()[:2])
ROSTER = b"people: []\n"


def rules(content, signature):
    return [problem.rule for problem in trust_problems({"people.yaml": (content, signature)}, [KEY])]


def test_a_roster_that_a_keeper_signed_is_trusted():
    assert rules(ROSTER, KEEPER.sign(ROSTER, NAMESPACE)) == []


@pytest.mark.parametrize(
    ("content", "signature", "rule"),
    [
        (ROSTER, None, "roster.unsigned"),
        (ROSTER + b"#", KEEPER.sign(ROSTER, NAMESPACE), "roster.stranger"),
        (ROSTER, STRANGER.sign(ROSTER, NAMESPACE), "roster.stranger"),
        (ROSTER, KEEPER.sign(ROSTER, "git"), "roster.stranger"),
        (ROSTER, "rubbish", "roster.stranger"),
    ],
    ids=["unsigned", "edited", "a stranger's", "for git", "rubbish"],
)
def test_any_other_roster_is_refused(content, signature, rule):
    assert rules(content, signature) == [rule]


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        (f"dung@hatinh.example {KEY}", (KEY,)),
        (f'dung@hatinh.example namespaces="git,{NAMESPACE}" {KEY} a comment', (KEY,)),
        (f'dung@hatinh.example namespaces="git" {KEY}', ()),
        (f"# dung@hatinh.example {KEY}\n\n", ()),
    ],
    ids=["any purpose", "this purpose too", "another purpose", "a comment"],
)
def test_a_file_of_allowed_signers_names_the_keepers(line, keys):
    assert keepers(line) == keys


@pytest.mark.parametrize(
    "line",
    [KEY, "dung@hatinh.example", f"x cert-authority {KEY}", f'x valid-before="20260101" {KEY}', "rubbish"],
    ids=["no name", "no key", "an authority", "dates", "rubbish"],
)
def test_a_line_that_is_half_understood_lets_nobody_in(line):
    with pytest.raises(InputError, match="Line 1"):
        keepers(line)
