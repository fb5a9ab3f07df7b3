"""What a number in a text is called: the kind of the word that names it, and how it stands there.

The nearest word before a number decides, else one right behind it (`0812… (WA)`). The kinds of persons' numbers are
those of `sync.cells.personal_numbers`; `code` and `other` name numbers of something else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sync.cells.number_runs import Run

_AMONG = 45
"""Characters between a name and its number: `no.`, `an.` and a person's name."""
_NEXT_LINE = 15
"""The same where the number stands in the line below."""
_KINDS = {  # of two that begin at one place, the first is meant
    "code": r"""kode(?: [a-z]+){0,2}|rekening (?:belanja|anggaran|listrik|air|telepon|pdam|pln)
        |dipa|mak|nup|billing|ntpn|sp2d|spm|doi|isbn|issn
        |rup|tender|paket|meeting|passcode|seri|serial|sn|imei|resi|invoice|faktur|barcode|npsn|nib|ujian|undian|urut|antrean|antrian|polis
        |meter|pelanggan|(?:virtual account|va)(?: \w+)?""",
    "kk": r"k\W?k|kartu keluarga",
    "npwp": r"n\W{0,2}p\W{0,2}w\W{0,2}p(?: ?1[56])?|nomor pokok wajib pajak",
    "nik": r"n\W{0,2}i\W{0,2}k|k\W?t\W?p(?:\W?el)?|nomor induk kependudukan|identitas",
    "nip": r"n\W{0,2}i\W{0,2}p|nomor induk pegawai",
    "telepon": r"""(?:no\W?)?(?:hp|wa)|hand ?phone|whats ?app|te?lp|te?lpo?n|telepon|telephone|phone|tel|ponsel|cp
        |contact person|narahubung|hubungi|hub|kontak|contact|sms|call|mobile|gsm|seluler""",
    "rekening": r"""\w*rek(?:ening)?|a/c|acc|tabungan|(?:di)?transfer|\w*bank|bri|bni|bca|btn|btpn|bjb|bsi|bnc|mandiri
        |cimb|danamon|panin|ocbc|nisp|bukopin|muamalat|jenius|uob|hsbc|bpd|bpr|ovo|gopay|shopeepay|linkaja""",
    "sim": r"(?-i:SIM)|surat izin mengemudi|driving licen[cs]e",
    "bpjs": r"bpjs[a-z]*|jkn|kis|kpj|noka|jamsostek|askes",
    "other": r"""id|sk|sp|spk|ba|keputusan|surat|nota|berita acara|putusan|perkara|perjanjian|kontrak|pks|nphd|lelang
        |tps|saldo|pagu|belanja|anggaran|katalog|publikasi|kuitansi|agenda|tiket|registrasi|register|reg|dpt|suara|pemilih
        |koordinat|utm|akta|sertifikat|versi|arsip|halaman""",
}
_ANY = "|".join(f"(?P<{kind}>{''.join(map(str.strip, names.splitlines()))})" for kind, names in _KINDS.items())
_NAME = re.compile(f"(?<![A-Za-z])(?:{_ANY})(?![A-Za-z])", re.IGNORECASE)
_BEHIND = re.compile(r" ?[(\[,/-]? ?(?:(?:nomor|no)\W{1,2})?", re.IGNORECASE)
_DIRECTLY = re.compile(
    r"\W*(?:1[03]\W+)?(?:(?:nomor|no|bayar|booking|layanan|permohonan|pengaduan|barang|arsip|paket|produk)\W*)*",
    re.IGNORECASE,
)
_LITTLE = re.compile(r"\W*(?:[a-z]+\W+){0,2}")
_DOCUMENT = re.compile(r"/[A-Z][\w.-]*/")  # `0123456789/PKS/2024`
_MONEY = re.compile(r"\b(?:Rp|IDR)\.? ?$", re.IGNORECASE)
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


class Context(NamedTuple):
    """A run in its text, the kind of the word that names it, and what stands between the two."""

    text: str
    run: Run
    name: str
    between: str

    @property
    def typed(self) -> str:
        """The run as it stands in the text."""
        return self.text[self.run.start : self.run.end]

    @property
    def is_code(self) -> bool:
        """Whether the word right before the run says that it is no number of a person."""
        little = _DIRECTLY.fullmatch(self.between) or _LITTLE.fullmatch(self.between)
        return self.name == "code" and little is not None

    @property
    def is_of_document(self) -> bool:
        """Whether the run is a code, or the number of something else than an account or a telephone."""
        other = self.name == "other" and _DIRECTLY.fullmatch(self.between) is not None
        return other or self.is_code or _DOCUMENT.match(self.text, self.run.end) is not None

    @property
    def is_amount(self) -> bool:
        """Whether the run is money, a count or days: behind a currency, with dots between thousands, or with a day in
        it."""
        before = self.text[max(0, self.run.start - 8) : self.run.start]
        if self.run.holds_day:
            return True
        return _MONEY.search(before) is not None or (_AMOUNT.fullmatch(self.typed) is not None and before[-1:] != "+")


def context_of(text: str, run: Run) -> Context:
    """The run with the word that names it, if any."""
    before = text[max(0, run.start - 80) : run.start].rpartition(";")[2]
    for match in reversed(list(_NAME.finditer(before))):
        between = before[match.end() :]
        if len(between) <= (_NEXT_LINE if "\n" in between else _AMONG) and not re.search(r"\d{3}", between):
            return Context(text, run, match.lastgroup or "", between)
        break
    gap = _BEHIND.match(text, run.end)
    behind = _NAME.match(text, gap.end()) if gap else None
    return Context(text, run, (behind.lastgroup or "") if behind else "", "")
