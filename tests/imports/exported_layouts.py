"""What programs and web sites give out: 05, 07, 08, 09 and 12. README.md says what each is about."""

from __future__ import annotations

from html import escape
from typing import Any

from tests.imports.layout_words import (
    BERKALA,
    SERTA_MERTA,
    SETIAP_SAAT,
    gaps,
    names_of_units,
    of_unit,
    turn,
    walk,
)
from tests.imports.list_files import Entry, ListFile
from tests.imports.measure import UNIT
from tests.imports.pools import (
    CLASSES,
    DAYS,
    DOUBTFUL_UNITS,
    FORMS,
    TERMS,
    TIMES,
    UNITS,
    YEARS,
    ask,
    either,
    keep,
    linked,
    own,
)


def web_page() -> tuple[ListFile, str]:
    made = ListFile(
        "05-halaman-ppid.html", "A saved web page: a table for the menu, class rows over all columns, rowspan, links"
    )
    sheet = made.sheet()
    heads = (
        "No",
        "Informasi",
        "Ringkasan Isi",
        "Unit Pengelola",
        "Penanggung Jawab",
        "Waktu",
        "Tempat",
        "Format",
        "Masa Simpan",
        "Unduh",
    )
    lines = [_html_row(heads, "th")]
    made.other("header", sheet, sheet.put(*heads))
    for there, here, why in zip(
        heads[1:],
        ("judul", "ringkasan", UNIT, "pj", "waktu", "tempat", "bentuk", "retensi", "tautan"),
        (
            "Beside a summary the name of an information is its title.",
            "",
            "Who manages it holds it.",
            "",
            "",
            "",
            "",
            "",
            "The links stand behind the words.",
        ),
        strict=True,
    ):
        made.column(there, here, why)
    times, forms, terms, unit = turn(TIMES, 2), turn(FORMS, 5), turn(TERMS, 9), names_of_units(1)
    number = 0
    for heading, right, start in (
        ("Informasi yang Wajib Disediakan & Diumumkan Secara Berkala", BERKALA, 8),
        ("Informasi Wajib Serta Merta", SERTA_MERTA, 50),
        ("Informasi Tersedia Setiap Saat", SETIAP_SAAT, 64),
        ("Informasi Lainnya", "", 33),
    ):
        made.other("class", sheet, sheet.put(heading))
        lines.append(f'<tr class="kelas"><td colspan="10"><strong>{escape(heading)}</strong></td></tr>')
        group = walk(start, 5, 3)
        for place, item in enumerate(group):
            number += 1
            (typed, time), (shape, form), (term, kept) = next(times), next(forms), next(terms)
            shown, html, links = _web_links(item, number)
            owner = "" if place == 1 and group[0].unit == item.unit else unit(item.unit)
            cells = (number, item.judul, item.ringkasan, owner, item.pj, typed, "Rangkasbitung", shape, term)
            row = sheet.put(*cells, shown)
            spans = place == 0 and group[1].unit == item.unit
            line = _html_row(cells, "td").replace("</tr>", f"<td>{html}</td></tr>").replace("<td></td>", "", not owner)
            lines.append(line.replace(f"<td>{escape(owner)}", f'<td rowspan="2">{escape(owner)}') if spans else line)
            made.entry(
                sheet,
                row,
                item.unit,
                judul=item.judul,
                ringkasan=item.ringkasan,
                pj=item.pj,
                waktu=own(typed, time),
                tempat="Rangkasbitung",
                bentuk=own(shape, form),
                retensi=own(term, kept),
                usulan=right,
                tautan=links,
            )
    made.other("total", sheet, sheet.put("JUMLAH", "20 informasi"))
    lines.append('<tr><td colspan="2">JUMLAH</td><td colspan="8">20 informasi</td></tr>')
    menu = "<table><tr><td><a href='/'>Beranda</a></td><td>Profil</td><td>DIP</td></tr></table>"
    page = (
        f"<!DOCTYPE html>\n<html lang='id'><head><meta charset='utf-8'><title>DIP</title></head><body>\n{menu}\n"
        f"<h1>Daftar Informasi Publik</h1>\n<table class='dip'>\n{chr(10).join(lines)}\n</table>\n"
        "<table><tr><td>Alamat</td><td>Jl. Abdi Negara No. 8</td></tr></table>\n</body></html>\n"
    )
    return made, page


def _web_links(item: Entry, number: int) -> tuple[str, str, Any]:
    if number % 5 == 0:
        return "", "", ""
    if number % 5 == 4:
        path = f"/unduhan/{item.number}.pdf"
        return (
            "Unduh",
            f'<a href="{path}">Unduh</a>',
            either(*(keep(text) for text in ("Unduh", path, f"Unduh | {path}"))),
        )
    if number % 5 == 3:
        second = item.url.replace(".pdf", "-lampiran.pdf")
        html = f'<a href="{item.url}">Dokumen</a><br><a href="{second}">Lampiran</a>'
        return "Dokumen\nLampiran", html, either(f"Dokumen | {item.url}\nLampiran | {second}", f"{item.url}\n{second}")
    return "Unduh", f'<a href="{item.url}">Unduh</a>', linked("Unduh", item.url)


def _html_row(cells: Any, tag: str) -> str:
    texts = (escape(str(cell), quote=False).replace("\n", "<br>") for cell in cells)
    return f"<tr>{''.join(f'<{tag}>{text}</{tag}>' for text in texts)}</tr>"


def exported() -> ListFile:
    made = ListFile(
        "07-ekspor-excel.csv", "Semicolons, Windows-1252; merged units exported as blanks; class as ticked columns"
    )
    sheet = made.sheet()
    for line in ("DAFTAR INFORMASI PUBLIK – KPU KABUPATEN LEBAK", "Keadaan “31 Desember 2025”"):
        made.other("title", sheet, sheet.put(line, *[""] * 12))
    sheet.put(*[""] * 13)
    heads = (
        "NO",
        "SUB BAGIAN",
        "JUDUL",
        "ISI RINGKAS",
        "PENANGGUNG JAWAB",
        "TGL. PEMBUATAN",
        "TEMPAT",
        "BENTUK",
        "RETENSI ARSIP",
        "BERKALA",
        "SERTA MERTA",
        "SETIAP SAAT",
        "KET.",
    )
    made.other("header", sheet, sheet.put(*heads))
    for there, here, why in zip(
        heads[1:],
        (UNIT, "judul", "ringkasan", "pj", "waktu", "tempat", "bentuk", "retensi", "usulan", "usulan", "usulan", ""),
        (
            "Blank beneath each first row: merged cells that were exported, or rows of no unit? To be asked.",
            "",
            "",
            "",
            "Days first.",
            "",
            "",
            "",
            "The ticked column names the class.",
            "",
            "",
            "Remarks have no column of ours.",
        ),
        strict=True,
    ):
        made.column(there, here, why)
    days, forms, terms, number = turn(DAYS, 3), turn(FORMS, 7), turn(TERMS, 13), gaps()
    ticks = turn(
        [
            ("x", "", "", BERKALA),
            ("", "", "x", SETIAP_SAAT),
            ("", "x", "", SERTA_MERTA),
            ("x", "", "", BERKALA),
            ("x", "", "x", ask("x x", None)),
            ("", "", "", ""),
        ]
    )
    for unit in ("KUL", "TEK", "REN", "PAR"):
        for place, item in enumerate(of_unit(unit, 9, 5)):
            (typed, day), (shape, form), (term, kept) = next(days), next(forms), next(terms)
            regular, urgent, always, right = next(ticks)
            text = item.ringkasan.replace(",", " –", 1)
            row = sheet.put(
                next(number),
                "" if place else UNITS[unit][4],
                item.judul,
                text,
                item.pj,
                typed,
                "Rangkasbitung",
                shape,
                term,
                regular,
                urgent,
                always,
                "lengkap" if place == 2 else "",
            )
            made.entry(
                sheet,
                row,
                ask("") if place else unit,
                judul=item.judul,
                ringkasan=text,
                pj=item.pj,
                waktu=own(typed, day),
                tempat="Rangkasbitung",
                bentuk=own(shape, form),
                retensi=own(term, kept),
                usulan=right,
            )
    made.other("total", sheet, sheet.put("", "JUMLAH", "20", *[""] * 10))
    for _ in range(3):
        sheet.put(*[""] * 13)
    return made


def abbreviated() -> ListFile:
    made = ListFile(
        "08-singkatan.csv", "Tabs between the fields, headers of three letters", map="Tempat Pembuatan=Lokasi"
    )
    sheet = made.sheet()
    heads = ("No", "Nama Info", "Isi", "Subbag", "PJ", "Thn", "Lokasi", "SC/HC", "JRA", "Sifat Info", "Alamat Web")
    made.other("header", sheet, sheet.put(*heads))
    for there, here, why in zip(
        heads[1:],
        ("judul", "ringkasan", UNIT, "pj", "waktu", "tempat", "bentuk", "retensi", "usulan", "tautan"),
        (
            "",
            "What the information holds: the summary.",
            "",
            "",
            "Years, by header and content.",
            "Where it was made or where it lies? Two of our columns are possible: asked, unless --map says it.",
            "By content: soft, hard.",
            "The schedule's lengths, by content.",
            "By content: names of classes.",
            "By content: links.",
        ),
        strict=True,
    ):
        made.column(there, here, why)
    years, terms, classes, unit = turn(YEARS), turn(TERMS, 2), turn(CLASSES, 3), names_of_units(3)
    forms = turn(
        [
            ("soft", "Softcopy"),
            ("hard", "Hardcopy"),
            ("soft/hard", "Softcopy dan Hardcopy"),
            ("soft + hard", "Softcopy dan Hardcopy"),
        ]
    )
    places, doubtful = turn(["Rangkasbitung", "Lebak", "Jakarta"]), turn(DOUBTFUL_UNITS, 2)
    for number, item in enumerate(walk(6, 20, 9), 1):
        (year, when), (term, kept), (kind, right), (shape, form) = next(years), next(terms), next(classes), next(forms)
        place, name, owner = next(places), unit(item.unit), item.unit
        mine: Any = owner
        if number % 7 == 0:
            name = next(doubtful)
            mine = ask(name)
        link = item.url if number % 3 else ""
        row = sheet.put(number, item.judul, item.ringkasan, name, item.pj, year, place, shape, term, kind, link)
        made.entry(
            sheet,
            row,
            mine,
            judul=item.judul,
            ringkasan=item.ringkasan,
            pj=item.pj,
            waktu=when,
            tempat=ask(place, place),
            bentuk=own(shape, form),
            retensi=own(term, kept),
            usulan=own(kind, right),
            tautan=link,
        )
    return made


def form_answers() -> ListFile:
    made = ListFile(
        "09-jawaban-formulir.csv", "Answers of a web form, UTF-8 with BOM: questions as headers, time stamps, e-mail"
    )
    sheet = made.sheet()
    heads = (
        "Cap waktu",
        "Alamat email",
        "Apa nama dokumennya?",
        "Ringkasan singkat isi dokumen",
        "Sub Bagian Anda",
        "Jabatan penanggung jawab",
        "Kapan dokumen dibuat?",
        "Di kota mana dibuat?",
        "Bentuk dokumen",
        "Berapa lama disimpan?",
        "Usulan klasifikasi",
        "Tautan dokumen (boleh lebih dari satu)",
        "Dokumen fisik disimpan di mana?",
    )
    made.other("header", sheet, sheet.put(*heads))
    for there, here, why in zip(
        heads,
        (
            "",
            "",
            "judul",
            "ringkasan",
            UNIT,
            "pj",
            "waktu",
            "tempat",
            "bentuk",
            "retensi",
            "usulan",
            "tautan",
            "lokasi",
        ),
        (
            "When the form was sent is not when the document was made.",
            "Addresses of staff are not taken over.",
            *[""] * 4,
            "Of two columns of times the one that asks for the document's.",
            *[""] * 6,
        ),
        strict=True,
    ):
        made.column(there, here, why)
    times, forms, terms, unit, classes = (
        turn(TIMES, 9),
        turn(FORMS, 2),
        turn(TERMS, 5),
        names_of_units(4),
        turn(CLASSES, 5),
    )
    archive = turn(["Rak 2, map biru", "", "Lemari arsip KUL", "-"])
    for number, item in enumerate(walk(2, 18, 19), 1):
        (typed, time), (shape, form), (term, kept), (kind, right) = next(times), next(forms), next(terms), next(classes)
        shelf = next(archive)
        link = (f"{item.judul} | {item.url}", f"{item.url}\nhttps://kpu-lebak.example/lampiran/{number}.pdf", "")[
            number % 3
        ]
        row = sheet.put(
            f"2026/01/{number:02} {8 + number % 3}:05:{10 + number}",
            f"pengisi{number % 4}@kpu-lebak.example",
            item.judul,
            item.ringkasan,
            unit(item.unit),
            item.pj,
            typed,
            "Rangkasbitung",
            shape,
            term,
            kind,
            link,
            shelf,
        )
        made.entry(
            sheet,
            row,
            item.unit,
            judul=item.judul,
            ringkasan=item.ringkasan,
            pj=item.pj,
            waktu=own(typed, time),
            tempat="Rangkasbitung",
            bentuk=own(shape, form),
            retensi=own(term, kept),
            usulan=own(kind, right),
            tautan=link,
            lokasi=either("", "-") if shelf == "-" else shelf,
        )
    return made


def titles_and_links() -> ListFile:
    made = ListFile(
        "12-judul-dan-tautan.csv",
        "Export of a web site's database: titles, links, codes; says nowhere whose rows",
        call=["--unit", "PAR"],
    )
    sheet = made.sheet()
    heads = ("id_daftar", "id_kategori", "nama_file", "link_file", "status")
    made.other("header", sheet, sheet.put(*heads))
    for there, here, why in zip(
        heads,
        ("", "", "judul", "tautan", ""),
        (
            "A key of the database.",
            "A code whose meaning the file does not say: no class is proposed.",
            "The only text.",
            "",
            "A switch of the site: not our Status, which nobody types.",
        ),
        strict=True,
    ):
        made.column(there, here, why)
    number = gaps()
    for place, item in enumerate(walk(7, 18, 3)):
        title = item.judul[:50].strip()
        link = "" if place % 4 == 3 else f"https://drive.google.com/file/d/CONTOH-{item.number:04}/view"
        row = sheet.put(next(number), place // 7 + 1, title, link, 0)
        made.entry(sheet, row, "PAR", judul=title, tautan=link)
    return made
