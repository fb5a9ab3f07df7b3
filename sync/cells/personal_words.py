"""Personal data that are told by words: private e-mail addresses, days of birth, home addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sync.cells.period import MONTH_WORDS
from sync.cells.text import words

# Signs of an address written so that programs do not find it.
_DISGUISES = tuple(
    (re.compile(pattern, re.IGNORECASE), sign)
    for pattern, sign in (
        (r" ?[(\[{<] ?(?:at|a|@) ?[)\]}>] ?", "@"),
        (r" ?[(\[{<] ?(?:dot|titik) ?[)\]}>] ?| (?:dot|titik) (?=[a-z]{2,5}\b)", "."),
        (r" ?\. ?(?=(?:com|co|net|org|id)\b)", "."),
    )
)
_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<local>[\w.+-]*\w)(?P<at> ?@ ?| at )"
    r"(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,}|(?:gmail|yahoo|ymail|hotmail|outlook)\b)",
    re.IGNORECASE,
)
_PROVIDERS = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|me|aol|proton|protonmail|zoho|gmx|mail)(?:\.|$)"
)
_ROLES = words(
    "info humas ppid sekretariat admin helpdesk cs kontak contact pengaduan layanan support redaksi office kantor"
)
_ENDINGS = ("com", "net", "org", "id", "info", "me", "biz", "io")
_NO_NAMES = words(
    "akun alamat email surel domain penyedia layanan menggunakan memakai via dengan dari ke di dan atau berakhiran"
)
_PLAIN_WORD = re.compile(r"[^\W\d_]+")

_MONTH = rf"(?:{'|'.join(MONTH_WORDS)})"
_YEAR = r"(?:19[2-9]\d|200\d|201[0-2])"  # younger than that, nobody is in these lists
_DAY = (
    rf"(?:\d{{1,2}}(?:[ ./-]{{1,2}}\d{{1,2}}[ ./-]{{1,2}}|[ ./-]{{0,2}}{_MONTH}[ ./'-]{{0,2}})(?:{_YEAR}|\d\d)(?!\d)"
    rf"|{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}})"
)
# Between the word and the day stands the place; what else may stand there says that it is no birthday.
_PLACE = (
    r"(?:(?!\b(?:sebelum|setelah|sesudah|sampai|hingga|antara|mulai|lambat|sejak|nomor|keputusan|surat|s\W?d)\b)"
    r"[^\d\n;)]){0,45}?"
)
_BIRTH = re.compile(
    rf"(?<![a-z])(?<!hari )(?<!pancasila )(?:t\W?t\W?l|lahir|lhr|kelahiran)(?![a-z])(?P<found>{_PLACE}(?<!\d){_DAY})",
    re.IGNORECASE,
)

_RT_RW = re.compile(
    r"(?<![a-z])rt(?![a-z])\W{0,3}(?:rw\W{0,3})?\d{1,3}(?:\W{1,4}(?:rw\W{0,3})?\d{1,3})?(?!\d)", re.IGNORECASE
)
_NEAR = 120
"""Characters around RT and RW in which words say whose they are."""
_HOUSEHOLD = re.compile(
    r"(?<!ke )(?<!dari )\brumah\b(?! (?:ke|tangga|sakit|makan|ibadah|dinas|pintar|susun|warga|pemilih)\b)",
    re.IGNORECASE,
)


def _any_of(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words(text))))})(?!\w)", re.IGNORECASE)


_ADDRESS = _any_of("alamat beralamat d/a tinggal kediaman domisili berdomisili")
_OFFICE = re.compile(r"\W*(?:KPU|PPID|rumah sakit)\b", re.IGNORECASE)
_PERSON = _any_of(
    """an. a.n a.n. a/n bpk bapak ibu sdr sdri saudara saksi pelapor terlapor pemohon pengadu ybs penerima nama ketua
    anggota operator relawan"""
)
_HOUSE = _any_of("kp kampung gg gang blok perum perumahan lingk lingkungan dusun dsn jl jln jalan")
_HOUSE_NUMBER = re.compile(r"\b(?:no|nomor|blok)\b\W{0,2}\w{1,4}\b", re.IGNORECASE)
_PUBLIC_PLACE = _any_of(
    """kantor sekretariat balai tps sd sdn smp smpn sma sman smk smkn mi min mts mtsn ma man paud madrasah sekolah
    masjid musholla mushola posyandu aula lapangan gedung gudang halaman coklit pendataan kegiatan sosialisasi rapat
    lokasi posko poskamling puskesmas pustu pesantren ponpes majelis pt cv toko percetakan hotel koperasi universitas
    kampus bawaslu dinas satker penyedia perusahaan ruko klinik rsud polsek polres koramil yayasan pasar
    gereja vihara pura klenteng gor tk slb pkbm bumdes pendopo pendapa perpustakaan museum ronda polindes poskesdes
    warung bengkel kios disdukcapil kesbangpol dprd"""
)


def find_mails(text: str) -> Iterator[str]:
    """E-mail addresses in a cleaned text, but those of government and of an office's desk."""
    for pattern, sign in _DISGUISES:
        text = pattern.sub(sign, text)
    for match in _EMAIL.finditer(text):
        host = match["host"].casefold()
        if (match["at"] == "@" or _is_mail(match, host)) and not _is_of_office(match["local"], host):
            yield f"{match['local']}@{match['host']}"


def _is_of_office(local: str, host: str) -> bool:
    """Whether an address is one of government, or of a desk: a role at a domain of its own."""
    of_government = f".{host}".endswith((".go.id", ".desa.id"))
    return of_government or (local.casefold() in _ROLES and not _PROVIDERS.match(host))


def _is_mail(match: re.Match[str], host: str) -> bool:
    """Whether blanks around the sign stand in an address: it may also mean `each`, or begin the name of a channel."""
    plain_word = _PLAIN_WORD.fullmatch(match["local"]) is not None
    if _PROVIDERS.match(host):
        return match["local"].casefold() not in _NO_NAMES
    return not plain_word and host.rpartition(".")[2] in _ENDINGS and not host.startswith("www.")


def find_births(text: str) -> Iterator[str]:
    """Days of birth, with the place if one stands there."""
    yield from (match["found"].strip(" :,.-/") for match in _BIRTH.finditer(text))


def find_homes(text: str) -> Iterator[str]:
    """RT and RW of somebody's home. Offices, schools and polling stations have them, too."""
    for line in text.split("\n"):
        for match in _RT_RW.finditer(line):
            before, after = line[max(0, match.start() - _NEAR) : match.start()], line[match.start() :][:_NEAR]
            if _is_home(before + after, before):
                yield match.group()


def _is_home(line: str, before: str) -> bool:
    """Whether a word for a home stands there, or a person's house, and no public place."""
    if addresses := list(_ADDRESS.finditer(before)):
        end = addresses[-1].end()
        return not (_PUBLIC_PLACE.search(before, end) or _OFFICE.match(before, end))
    if _PUBLIC_PLACE.search(line):
        return False
    persons = list(_PERSON.finditer(before))
    house = _HOUSE.search(before, persons[-1].end() if persons else 0)
    return bool(_HOUSEHOLD.search(line) or (house and (persons or _HOUSE_NUMBER.search(before))))
