"""Mails about accounts, made when they are sent, and tidying up."""

from __future__ import annotations

from datetime import datetime

from forum.accounts import actions, queries
from forum.infra import mail
from forum.infra.jobs import every, handles
from forum.infra.web.locale import base_url

_PATHS = {
    "confirm": "/account/confirm/{}",
    "reset": "/account/recover/{}",
    "address": "/account/address/{}",
    "member": "/account/recover",
}
_MAILS = {"confirm": "confirm", "reset": "reset", "address": "change_email", "member": "already_member"}

_NOTICES = {
    "password": "password_changed",
    "address": "address_changed",
    "suspended": "account_suspended",
    "unsuspended": "account_restored",
    "role": "role_changed",
}
_WHAT_TO_DO = {"suspended": "/settings/security", "unsuspended": "/", "role": "/settings/security"}


@handles("account.mail_asked")
def send_mail_with_key(payload: dict[str, object], now: datetime) -> None:
    """Send the mail somebody asked for. Sent twice, the second one's link is the one that works."""
    key = actions.issue_key(int(str(payload["key_id"])), now)
    if key is not None:
        link = base_url() + _PATHS[key.purpose].format(key.secret)
        mail.send(key.to, _MAILS[key.purpose], key.language, handle=key.handle, language=key.language, link=link)


@handles("account.changed")
def send_notice(payload: dict[str, object], _now: datetime) -> None:
    """Tell a person what was changed, so that they notice when it was not them."""
    notice = queries.change_notice(int(str(payload["event_id"])))
    if notice is not None:
        mail.send(
            notice.to,
            _NOTICES[notice.kind],
            notice.language,
            handle=notice.handle,
            language=notice.language,
            happened_at=notice.happened_at,
            role=notice.role,
            link=base_url() + _WHAT_TO_DO.get(notice.kind, "/account/recover"),
        )


@every(minutes=60)
def tidy_up(now: datetime) -> None:
    """Drop what nobody confirmed, and keys and sign-ins that let nobody in."""
    actions.forget_unconfirmed(now)
    actions.forget_old_keys(now)
    actions.forget_old_sign_ins(now)
