"""LibreOffice as a colleague: opens, fills in, saves and prints workbooks, driven by macros in a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

_LIBRARY = "http://openoffice.org/2000/library"
_SCRIPT = "http://openoffice.org/2000/script"
_SECONDS = 120

_COMMON = """
Function Opened(path As String) As Object
    Dim options(0) As New com.sun.star.beans.PropertyValue
    options(0).Name = "Hidden"
    options(0).Value = False
    Opened = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, options())
End Function

Sub SaveAs(book As Object, path As String)
    Dim options(0) As New com.sun.star.beans.PropertyValue
    options(0).Name = "FilterName"
    options(0).Value = "Calc MS Excel 2007 XML"
    book.storeToURL(ConvertToURL(path), options())
    book.close(True)
End Sub

Sub Told(path As String, words As String)
    Dim handle As Integer
    handle = FreeFile
    Open path For Append As #handle
    Print #handle, words
    Close #handle
End Sub

Sub Main
    On Error Goto Failed
    Work
    Told("%s", "done")
    Exit Sub
Failed:
    Told("%s", "line " & Erl & ": " & Error())
End Sub
"""


class LibreOffice:
    """One profile; each call starts the program and ends it."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._report = profile.with_name(f"{profile.name}.txt")
        # Its first start fills the profile, and would put an empty macro in the place of ours.
        self._process("--terminate_after_init").wait(_SECONDS)

    def run(self, macro: str) -> None:
        """Run the Basic program `Work` of this text (with `Opened`, `SaveAs` and `Told` at hand) to its end."""
        process = self.started(macro)
        assert process.wait(_SECONDS) == 0
        assert self._report.read_text() == "done\n"

    def started(self, macro: str) -> subprocess.Popen[bytes]:
        """The same, without waiting for its end."""
        self._report.unlink(missing_ok=True)
        self._install(_COMMON % (self._report, self._report) + macro)
        return self._process("macro:///Standard.Module1.Main")

    def converted(self, file: Path, kind: str, folder: Path) -> Path:
        """The file as the program shows it, in another format (`csv`: one file a tab, in `folder`)."""
        filters = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"}
        folder.mkdir(exist_ok=True)
        arguments = ("--convert-to", filters.get(kind, kind), "--outdir", str(folder), str(file))
        assert self._process(*arguments).wait(_SECONDS) == 0
        return folder / f"{file.stem}.{kind}"

    def _process(self, *arguments: str) -> subprocess.Popen[bytes]:
        program = shutil.which("soffice") or "soffice"
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--nologo", *arguments]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _install(self, text: str) -> None:
        basic = self._profile / "user/basic"
        module = f'<script:module xmlns:script="{_SCRIPT}" script:name="Module1" script:language="StarBasic">'
        listed = f'<library:library xmlns:library="{_LIBRARY}" library:name="Standard" library:readonly="false">'
        libraries = f'<library:libraries xmlns:library="{_LIBRARY}"><library:library library:name="Standard"/>'
        files = {
            "script.xlc": f"{libraries}</library:libraries>",
            "Standard/script.xlb": f'{listed}<library:element library:name="Module1"/></library:library>',
            "Standard/Module1.xba": f"{module}{escape(text)}</script:module>",
        }
        for name, content in files.items():
            path = basic / name
            path.parent.mkdir(parents=True, exist_ok=True)
            kind = content.partition(":")[2].partition(" ")[0]
            space = content[1:].partition(":")[0]
            doctype = f'<!DOCTYPE {space}:{kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{kind}.dtd">'
            path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}\n{content}', encoding="utf-8")
