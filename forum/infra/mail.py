"""Mail, rendered when it is sent and never before."""

from __future__ import annotations

from flask import Flask, render_template
from flask_mailman import EmailMultiAlternatives, Mail

from forum.infra.settings import Settings
from forum.infra.web.locale import speaking

mail = Mail()

_BACKENDS = {"console": "console", "file": "forum.infra.mail_files", "smtp": "smtp", "memory": "locmem"}


def send(
    to: str, name: str, locale: str, *, message_id: str | None = None, stop_link: str = "", **context: object
) -> None:
    """Send one mail to one person from `templates/mail/<name>/`.

    Called by job handlers only: a page never waits for a mail server. The subject is one line, whatever a template
    printed. `message_id` makes a mail that is sent twice recognisable as one. `stop_link` = where mails of its list end
    with one POST (RFC 8058); "" for mails about the safety of an account, which always come.
    """
    with speaking(locale):
        given = {**context, "stop_link": stop_link}
        subject = " ".join(render_template(f"mail/{name}/subject.txt", **given).split())
        text = render_template(f"mail/{name}/body.txt", **given)
        page = render_template(f"mail/{name}/body.html", **given)
    headers = {"Auto-Submitted": "auto-generated"} | ({"Message-ID": message_id} if message_id else {})
    if stop_link:
        headers |= {"List-Unsubscribe": f"<{stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(subject, text, to=[to], headers=headers)
    message.attach_alternative(page, "text/html")
    message.send()


def init_app(app: Flask, settings: Settings) -> None:
    """Attach the mail backend."""
    app.config.update(
        MAIL_BACKEND=_BACKENDS[settings.mail_backend],
        MAIL_SERVER=settings.mail_host,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username or None,
        MAIL_PASSWORD=settings.mail_password.get_secret_value() or None,
        MAIL_USE_TLS=settings.mail_tls and bool(settings.mail_username),
        MAIL_DEFAULT_SENDER=settings.mail_from,
        MAIL_FILE_PATH=str(settings.instance.absolute() / "mail"),
        MAIL_TIMEOUT=20,
    )
    mail.init_app(app)
