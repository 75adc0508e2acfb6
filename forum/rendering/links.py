"""Which addresses may be linked, and how they are written out. Web and mail only, judged after all decoding."""

import html
import re
import unicodedata
from urllib.parse import quote

from forum.rendering import limits

REL = "nofollow noreferrer noopener ugc"

_WEB = re.compile(r"(https?)://([^/?#\\]+)([/?#][^\\]*)?", re.IGNORECASE)
_LABEL = r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}\.?(?::[0-9]{{1,5}})?")
_MAIL = re.compile(r"mailto:([a-z0-9.!#$%*+/=_~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})", re.IGNORECASE)
_KEPT = "/?#&=%:@!$'()*+,;~-._[]"
_BARE_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")


def clean_address(address: str) -> str:
    """`address` as it may stand in an `href`: `http`, `https` or `mailto`, ASCII; empty when it may not be linked.

    Invisible characters count as an attempt to hide something. A user name before the host is refused because it
    passes for the host; hosts are shown and written in ASCII, so that look-alike letters become visible.
    """
    if not 0 < len(address) <= limits.LINK_CHARACTERS or any(map(_is_hidden, address)):
        return ""
    mail = _MAIL.fullmatch(address)
    if mail:
        return "mailto:" + mail[1]
    web = _WEB.fullmatch(address)
    host = _ascii_host(web[2]) if web else ""
    if not web or not host:
        return ""
    rest = quote(_BARE_PERCENT.sub("%25", web[3] or ""), safe=_KEPT)
    written = f"{web[1].lower()}://{host}{rest}"
    return written if len(written) <= limits.LINK_CHARACTERS else ""


def is_clean(address: str) -> bool:
    """Whether `address` is exactly what `clean_address` writes, even if entities in it are resolved once more."""
    return bool(address) and clean_address(address) == address and clean_address(html.unescape(address)) != ""


def host_of(address: str) -> str:
    """The host of a clean web address, without a leading `www.`; empty for mail."""
    web = _WEB.fullmatch(address)
    return web[2].removeprefix("www.") if web else ""


def _ascii_host(host: str) -> str:
    if len(host) > 253:
        return ""
    try:
        ascii_host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        return ""
    return ascii_host if _HOST.fullmatch(ascii_host) else ""


def _is_hidden(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] in "CZ" or unicodedata.category(char) in ("Mn", "Me")
