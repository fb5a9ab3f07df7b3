"""How it looks where a document asks for a sign-in, was removed, or is guarded against programs: by where a redirect
leads, and by title and text of a page whose status says that all is well.

A public page may offer to sign in, too, and its scripts hold every sentence of the service. So what counts is the
title, and sentences that are read on a page that says little else, of services that are known.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from sync.links.link_result import LinkAnswer, Openness
from sync.links.web_address import WebAddress

_SIGN_IN_HOSTS = re.compile(
    r"accounts\.google\.[a-z]{2,3}(?:\.[a-z]{2})?|accounts\.youtube\.com|login\.(?:live|microsoft|microsoftonline|windows)\.(?:com|net|us)"
    r"|login\.microsoftonline\.(?:us|de)|[a-z0-9-]+\.b2clogin\.com|account\.(?:box|live)\.com|login\.yahoo\.com"
)
_SERVICES = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:google\.[a-z]{2,3}(?:\.[a-z]{2})?|googleusercontent\.com|live\.com|1drv\.(?:ms|com)|onedrive\.com|sharepoint\.com"
    r"|office\.com|microsoft\.com|dropbox\.com|dropboxusercontent\.com|db\.tt)"
)
_SIGN_IN_PATHS = re.compile(
    r"/ServiceLogin|/v\d/signin|/_layouts/15/(?:Authenticate|AccessDenied|guestaccess\.aspx.*error)|/_forms/default\.aspx"
    r"|/oauth2/(?:v2\.0/)?authorize|^/(?:login|signin|sign_in|masuk)(?:[/.?]|$)|/wp-login\.php|/auth/login",
    re.IGNORECASE,
)
_BACK = frozenset(
    {"continue", "cont", "next", "redirect", "redirect_to", "redirect_uri", "return", "returnurl", "return_to", "url"}
)
_SORRY = re.compile(r"^/sorry(?:/|$)")  # Google's own guard

_TITLES = re.compile(
    r"sign[ -]?in\b.*google|google.*: sign-in|google.*access denied|masuk.*(?:akun )?google|login.*akun google"
    r"|google.*akses ditolak|sign in to your (?:microsoft )?account|masuk ke akun(?: microsoft)? anda"
    r"|sign in to onedrive"
    r"|(?:log|sign) ?in.*dropbox|dropbox.*(?:log|sign) ?in|masuk.*dropbox|sharing link validation|access required"
    r"|meet google drive",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"you need (?:access|permission)|anda (?:memerlukan|membutuhkan|perlu) (?:akses|izin)|request access|minta akses"
    r"|you don[’']t have (?:access|permission)|anda tidak memiliki (?:akses|izin)|you need to sign in|access denied"
    r"|verify your identity|to open this document, (?:enter|verify)|sign in with the account",
    re.IGNORECASE,
)
_REMOVED = re.compile(
    r"the file you have requested does not exist|file yang (?:anda )?minta tidak ada"
    r"|this item (?:might not exist|was deleted)"
    r"|(?:this|that) (?:file|folder|item|link) (?:isn[’']t here|was deleted|has been deleted|no longer exists)"
    r"|the document you are trying to (?:open|access) (?:was deleted|is in the owner[’']s trash)"
    r"|file is in (?:the )?owner[’']s trash|berkas (?:ini )?(?:telah dihapus|ada di sampah)",
    re.IGNORECASE,
)
_GUARDS = re.compile(
    r"just a moment|attention required.*cloudflare|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|are you a robot|unusual traffic|lalu lintas (?:yang )?tidak wajar|bukan robot|ddos.guard"
    r"|request unsuccessful\. incapsula"
    r"|pardon our interruption|access to this page has been denied|internet ?(?:baik|positif)|trust ?positif",
    re.IGNORECASE,
)
_GUARD_CODE = re.compile(
    rb"/cdn-cgi/challenge-platform|_Incapsula_Resource|g-recaptcha|h-captcha|cf-turnstile|geo\.captcha-delivery",
    re.IGNORECASE,
)
_SHORT = 20_000
"""Bytes of a page on which a captcha is all there is: a form for letters on a real page has one, too."""
_LONGEST_TITLE = 300
"""Letters of a title that are read: to look for words in any order in a longer one takes minutes."""
_LITTLE = 3000
"""Letters that are read on a page of a service that shows no document."""


def by_redirect(address: WebAddress) -> LinkAnswer | None:
    """What it means to be led there; None if that must be asked."""
    if _SIGN_IN_HOSTS.fullmatch(address.host):
        return LinkAnswer(Openness.SIGN_IN, "sign-in-redirect")
    if _SORRY.match(address.target):
        return LinkAnswer(Openness.UNKNOWN, "guard")
    if _SIGN_IN_PATHS.search(address.target) and (_is_service(address.host) or _comes_back(address.target)):
        return LinkAnswer(Openness.SIGN_IN, "sign-in-redirect")
    return None


def _is_service(host: str) -> bool:
    return _SERVICES.fullmatch(host) is not None


def _comes_back(target: str) -> bool:
    """Whether a page to sign in says where it leads to afterwards, or is nothing else."""
    names = {name.casefold() for name in parse_qs(urlsplit(target).query)}
    return bool(names & _BACK) or urlsplit(target).path.casefold().rstrip("/") in {"/login", "/signin", "/masuk"}


def by_page(address: WebAddress, page: bytes) -> LinkAnswer | None:
    """What a page with status 200 says; None for one that is what it seems."""
    title, text = words_of(page)
    if _GUARDS.search(title) or (len(page) < _SHORT and (_GUARD_CODE.search(page) or _GUARDS.search(text[:600]))):
        return LinkAnswer(Openness.UNKNOWN, "guard")
    if not _is_service(address.host):
        return None
    if _TITLES.search(title):
        return LinkAnswer(Openness.SIGN_IN, "sign-in")
    if len(text) > _LITTLE:
        return None
    if _REMOVED.search(text):
        return LinkAnswer(Openness.GONE, "removed")
    if _ACCESS.search(text):
        return LinkAnswer(Openness.SIGN_IN, "access")
    return None


def words_of(page: bytes) -> tuple[str, str]:
    """Title and readable text of a page: what scripts and styles hold is not read by people."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(page or b" ", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return "", ""
    etree.strip_elements(tree, "script", "style", "noscript", "template", etree.Comment, with_tail=False)
    title = " ".join((tree.findtext(".//title") or "").split())
    body = tree.find("body")
    return title[:_LONGEST_TITLE], " ".join("".join(map(str, (tree if body is None else body).itertext())).split())
