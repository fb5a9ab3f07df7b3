"""Pages that ask for a sign-in are known by what their services document of them, also with status 200; public pages of
the same services are open."""

from __future__ import annotations

import time

import pytest

from sync.links.link_result import LinkAnswer, Openness
from sync.links.sign_in import by_page, by_redirect
from sync.links.web_address import read_web_address

SIGN_IN, GONE, UNKNOWN = Openness.SIGN_IN, Openness.GONE, Openness.UNKNOWN
FILE = "https://drive.google.com/file/d/1AbC/view"
FOLDER = "https://drive.google.com/drive/folders/1AbC"
DOCUMENT = "https://docs.google.com/document/d/1AbC/edit"
ONEDRIVE, SHAREPOINT = "https://onedrive.live.com/?id=A", "https://kpu.sharepoint.com/:b:/s/ppid/EAbc"
DROPBOX, OFFICE = "https://www.dropbox.com/s/abc/a.pdf", "https://ppid.kpu.go.id/dokumen/1"

REDIRECTS = {
    "https://accounts.google.com/ServiceLogin?service=wise&continue=https://drive.google.com/file/d/1/view": SIGN_IN,
    "https://accounts.google.com/v3/signin/identifier?continue=x": SIGN_IN,
    "https://accounts.google.co.id/ServiceLogin": SIGN_IN,
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1": SIGN_IN,
    "https://login.microsoftonline.com/9f-tenant/oauth2/authorize?client_id=1": SIGN_IN,
    "https://login.live.com/login.srf?wa=wsignin1.0": SIGN_IN,
    "https://login.windows.net/common/oauth2/authorize": SIGN_IN,
    "https://kpu.sharepoint.com/_forms/default.aspx?ReturnUrl=%2f_layouts%2f15%2fAuthenticate.aspx": SIGN_IN,
    "https://kpu.sharepoint.com/sites/ppid/_layouts/15/AccessDenied.aspx?Source=x": SIGN_IN,
    "https://kpu.sharepoint.com/_layouts/15/Authenticate.aspx?Source=x": SIGN_IN,
    "https://www.dropbox.com/login?cont=https%3A%2F%2Fwww.dropbox.com%2Fs%2F1": SIGN_IN,
    "https://ppid.kpu.go.id/login": SIGN_IN,
    "https://ppid.kpu.go.id/wp-login.php?redirect_to=https%3A%2F%2Fppid.kpu.go.id%2F1": SIGN_IN,
    "https://ppid.kpu.go.id/auth/login?next=/1": SIGN_IN,
    "https://www.google.com/sorry/index?continue=x": UNKNOWN,
    "https://drive.usercontent.google.com/download?id=1": None,
    "https://docs.google.com/document/d/1/edit": None,
    "https://ppid.kpu.go.id/loginspirasi/laporan.pdf": None,
    "https://ppid.kpu.go.id/panduan/login.pdf": None,
    "https://accounts.google.com.example.org/ServiceLogin": None,
}  # fmt: skip


@pytest.mark.parametrize("url", REDIRECTS)
def test_where_a_redirect_leads_says_whether_a_sign_in_is_asked_for(url: str) -> None:
    found = by_redirect(read_web_address(url))
    assert (found.openness if found else None) is REDIRECTS[url]


CHROME = '<script>var words = "You need access Request access ServiceLogin Sorry, the file does not exist"</script>'
"""What the public pages of a service hold as well, and nobody reads."""
BUTTON = '<a href="https://accounts.google.com/ServiceLogin?continue=x">Sign in</a>'
LONG = "Laporan ini memuat hal yang dibaca warga. " * 100

PAGES: list[tuple[str, str, str, LinkAnswer | None]] = [
    (FILE, "Google Drive: Sign-in", "Sign in to continue to Google Drive", LinkAnswer(SIGN_IN, "sign-in")),
    (FILE, "Sign in - Google Accounts", "Email or phone", LinkAnswer(SIGN_IN, "sign-in")),
    (FILE, "Masuk - Akun Google", "Email atau ponsel", LinkAnswer(SIGN_IN, "sign-in")),
    (FILE, "Google Drive - Access Denied", "", LinkAnswer(SIGN_IN, "sign-in")),
    (FILE, "Google Drive", "You need access. Ask for access, or switch accounts.", LinkAnswer(SIGN_IN, "access")),
    (FILE, "Google Drive", "Anda memerlukan akses. Minta akses, atau beralih akun.", LinkAnswer(SIGN_IN, "access")),
    (FOLDER, "Google Drive", "<h1>You need access</h1>Request access", LinkAnswer(SIGN_IN, "access")),
    (DOCUMENT, "Google Docs", "Anda tidak memiliki izin untuk membuka dokumen ini", LinkAnswer(SIGN_IN, "access")),
    (FILE, "Google Drive", "Sorry, the file you have requested does not exist.", LinkAnswer(GONE, "removed")),
    (FILE, "Google Drive", "Maaf, file yang Anda minta tidak ada.", LinkAnswer(GONE, "removed")),
    (FILE, "Google Drive", "File is in owner's trash", LinkAnswer(GONE, "removed")),
    (FILE, "laporan.pdf - Google Drive", CHROME + BUTTON, None),
    (FOLDER, "Laporan 2025 – Google Drive", CHROME + BUTTON + "a.pdf b.pdf", None),
    (DOCUMENT, "Pedoman - Google Dokumen", LONG + "Warga boleh minta akses ke data ini. You need access.", None),
    (ONEDRIVE, "Sign in to your Microsoft account", "Enter your email", LinkAnswer(SIGN_IN, "sign-in")),
    (ONEDRIVE, "Sign in to your account", "", LinkAnswer(SIGN_IN, "sign-in")),
    (ONEDRIVE, "OneDrive", "This item might not exist or is no longer available", LinkAnswer(GONE, "removed")),
    (SHAREPOINT, "Sharing Link Validation", "Verify your identity", LinkAnswer(SIGN_IN, "sign-in")),
    (SHAREPOINT, "Access required", "You need permission to access this item.", LinkAnswer(SIGN_IN, "sign-in")),
    (SHAREPOINT, "SharePoint", "Sorry, you don’t have access", LinkAnswer(SIGN_IN, "access")),
    (SHAREPOINT, "SharePoint", "Sorry, something went wrong. This link was deleted", LinkAnswer(GONE, "removed")),
    (SHAREPOINT, "laporan.pdf", CHROME, None),
    (DROPBOX, "Sign in - Dropbox", "or create an account", LinkAnswer(SIGN_IN, "sign-in")),
    (DROPBOX, "Dropbox", "Request access to this file", LinkAnswer(SIGN_IN, "access")),
    (DROPBOX, "Dropbox - a.pdf", "Download", None),
    (OFFICE, "Formulir", "Anda memerlukan akses? Isi formulir permohonan.", None),
    (OFFICE, "Masuk - Akun Google", "", None),
    (OFFICE, "Just a moment...", "Checking your browser", LinkAnswer(UNKNOWN, "guard")),
    (OFFICE, "Attention Required! | Cloudflare", "", LinkAnswer(UNKNOWN, "guard")),
    (OFFICE, "", "Verify you are human", LinkAnswer(UNKNOWN, "guard")),
    (OFFICE, "Internet Positif", "Situs diblokir", LinkAnswer(UNKNOWN, "guard")),
    (OFFICE, "Verifikasi", '<div class="g-recaptcha"></div>', LinkAnswer(UNKNOWN, "guard")),
    (OFFICE, "Laporan", LONG * 6 + '<form><div class="g-recaptcha"></div></form>', None),
    (OFFICE, "", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("url", "title", "text", "found"), PAGES)
def test_a_page_with_status_200_says_what_it_is(url: str, title: str, text: str, found: LinkAnswer | None) -> None:
    page = f"<!doctype html><html><head><title>{title}</title></head><body>{text}</body></html>".encode()
    assert by_page(read_web_address(url), page) == found


@pytest.mark.parametrize(
    "page", [b"", b"\0" * 99, b"<" * 70_000, b"<a>" * 40_000, b"\xff\xfe<\0a\0>\0", b"<!--", b"%PDF-1.7"]
)
def test_what_is_no_page_says_nothing(page: bytes) -> None:
    assert by_page(read_web_address(FILE), page) is None


@pytest.mark.parametrize("word", ["google ", "sign in ", "masuk ", "dropbox ", "attention required "])
def test_a_title_without_an_end_takes_no_time(word: str) -> None:
    page = f"<title>{word * 20_000}"[:131_072].encode()
    begun = time.process_time()
    assert by_page(read_web_address(FILE), page) is None
    assert time.process_time() - begun < 1
