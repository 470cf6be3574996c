"""Saves what a preview has found as a plan, and holds a saved plan against what a preview finds now."""

import os
from pathlib import Path

from gcloud.deploy import saved_plan
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.passphrase import passphrase_of
from gcloud.deploy.plan_hash import plan_hash
from gcloud.deploy.proof import proof
from gcloud.deploy.saved_plan import SavedPlan
from gcloud.deploy.session import Session
from gcloud.deploy.wish import Wish


def save(opened: Session, wish: Wish, planned: Outcome, file: Path) -> SavedPlan:
    """Save a plan that has just been made by looking at the cloud.

    Args:
        opened: the stack, previewed.
        wish: what the command was asked for.
        planned: what the preview has found.
        file: where to.

    Raises:
        InputError: the engine can't tell what its plan rests on, or the file can't be written.
        PassphraseError: nobody knows the passphrase.
    """
    basis = opened.engine.basis()
    salt, key = saved_plan.fresh_key(passphrase_of(opened.target, os.environ, wish.ask))
    found = proof(opened.target, basis, planned, key)
    plan = SavedPlan.make(opened.target, opened.scope, plan_hash(planned), salt, found)
    saved_plan.write(plan, file, key)
    return plan


def hold(opened: Session, wish: Wish, planned: Outcome, file: Path) -> SavedPlan:
    """Make sure that what would be done is what a saved plan says, and bind the engine to it.

    Args:
        opened: the stack, previewed with the plan's scope.
        wish: what the command was asked for.
        planned: what the preview has found.
        file: the saved plan.

    Raises:
        PlanMovedError: the world is not what the plan was made for; says what moved.
        InputError: the file is no plan of this stack.
        PassphraseError: it was made under another passphrase.
    """
    stack = (opened.target.program.project, opened.target.stack)
    plan, key = saved_plan.read(file, stack, passphrase_of(opened.target, os.environ, wish.ask))
    plan.require_same(plan_hash(planned), proof(opened.target, opened.engine.basis(), planned, key))
    opened.engine.bind()
    return plan
