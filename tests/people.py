"""Users of the tests' own in a Keystone where an administrator's password serves for one login."""

import time


def user_with_password(admin, name, password, domain="default"):
    """A user who may keep the password, and log in with it at once."""
    user = lasting_user(admin, name, password, domain)
    until_the_next_second()
    return user


def lasting_user(admin, name, password, domain="default"):
    """A user who may keep the password.

    Keystone heeds a user's options from the second call on, so the password comes after them.
    """
    lasting = {"ignore_change_password_upon_first_use": True}
    user = admin.identity.create_user(name=name, domain_id=domain, password=None, options=lasting)
    return admin.identity.update_user(user.id, password=password)


def until_the_next_second():
    """Wait: Keystone takes a token of the very second in which a password is changed for one from before."""
    time.sleep(1 - time.time() % 1)
