"""Laws of what goes out: whatever people typed, no message holds personal data, an address, or anything excluded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.cells.other_offices import OfficeFacts
from sync.cells.personal_data import check_text
from sync.messages.digest import group_text, make_digest
from sync.messages.matters import RoleSection, Waitings, matter_of
from sync.plan.plan import Task
from sync.tabs.control_sentences import AGAIN, FIX
from sync.tabs.problem import make_problem

OFFICE = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "", ())
LINK_HEADER = "Tautan Dokumen"
SECRETS = (
    "NIK 3602041201850003", "0812-3456-7890", "budi.santoso@gmail.com", "https://dip.example/rahasia.pdf",
    "www.rahasia.example/a", "Rumah Budi RT 03/RW 02", "rekening 1234567890123", "\x1b[31m", "\r\nBcc: a",
)  # fmt: skip
texts = st.lists(st.sampled_from(SECRETS) | st.text(max_size=12), min_size=1, max_size=4).map(" ".join)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    problem = make_problem("waktu-salah", tab="Umum", cell="G2", column="Waktu Pembuatan", value=draw(texts))
    link = make_problem("tautan-berbeda", tab="Umum", cell="L2", column=LINK_HEADER, value=draw(texts),
                        shown=draw(texts), link=draw(texts))  # fmt: skip
    changes = tuple((header, draw(texts), draw(texts)) for header in ("Tempat Pembuatan", LINK_HEADER))
    what = draw(st.sampled_from((FIX, AGAIN)))
    return Task("unit:KUL", what, draw(st.sampled_from(("KUL-0001", ""))), "Umum", 1, "G2", "", draw(texts), 2,
                draw(st.booleans()), (problem, link), changes)  # fmt: skip


def lines_of(task: Task) -> list[str]:
    section = RoleSection(task.whom, "Subbagian Umum", (("Perlu:", (matter_of(task, OFFICE, LINK_HEADER),)),))
    digest = make_digest([section], "KPU", (), str)
    assert digest.subject.isprintable()
    return (digest.body + group_text(Waitings((section,)), "KPU")).split("\n")


@given(tasks())
def test_no_line_holds_personal_data_or_an_address(task: Task) -> None:
    for line in lines_of(task):
        assert line.isprintable() and "://" not in line and "www." not in line and "@" not in line
        assert not [flaw for flaw in check_text(line, OFFICE) if flaw.code.startswith("data-pribadi")]


@given(tasks())
def test_of_what_is_excluded_only_the_id_goes_out(task: Task) -> None:
    told = matter_of(task._replace(excluded=True), OFFICE, LINK_HEADER)
    assert (told.name, told.lines) == (task.id or "Baris 2", ("Baca kolom Catatan baris itu.",))
