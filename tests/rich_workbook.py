"""A workbook full of what spreadsheet libraries drop without a word: the office's own may hold any of it."""

from __future__ import annotations

from tests import rich_parts
from tests.workbooks import book, relations_part, sheet

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>4</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>6</xdr:col>"
    "<xdr:colOff>0</xdr:colOff><xdr:row>12</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
    '<xdr:cNvPr id="2" name="Kotak"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"/>'
    "</xdr:spPr>"
    "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Catatan rapat</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
    "</xdr:twoCellAnchor></xdr:wsDr>"
)
_VML = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1025" type="#_x0000_t201"/></xml>'
_COMMENTS = (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Siti</author>'
    "</authors>"
    '<commentList><comment ref="B2" authorId="0"><text><t>mohon dicek</t></text></comment></commentList></comments>'
)
_SPARKLINES = (
    '<ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines><x14:sparkline>'
    "<xm:f>Isi!A1:A3</xm:f><xm:sqref>F1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
    "</x14:sparklineGroups></ext>"
)
_CONTROLS = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x14">'
    '<controls><control shapeId="1025" r:id="rId4" name="Tombol 1"><controlPr><anchor><from>'
    '<xdr:row xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">3</xdr:row></from>'
    "</anchor>"
    "</controlPr></control></controls></mc:Choice></mc:AlternateContent>"
)
ROWS = (
    '<row r="1" spans="1:6" ht="30" customHeight="1" x14ac:dyDescent="0.25" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Catatan</t>'
    "</is></c>"
    "</row>"
    '<row r="2" spans="1:6"><c r="A2"><v>1</v></c><c r="B2" s="2"><v>45303</v></c><c r="C2" t="s"><v>2</v></c>'
    '<c r="D2"><f t="shared" ref="D2:D4" si="0">A2*2</f><v>2</v></c><c r="E2" t="b"><f aca="false">TRUE()</f>'
    "<v>1</v></c></row>"
    '<row r="3"><c r="A3"><v>2.5</v></c><c r="B3" s="3" t="b"><v>1</v></c><c r="D3"><f t="shared" si="0"/><v>5</v></c>'
    '<c r="E3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F3" cm="1"><f t="array" ref="F3:F4">A2:A3</f><v>1</v></c></row>'
    '<row r="4" ht="40.5"><c r="A4"><v>3</v></c><c r="C4" s="2"/><c r="D4"><f t="shared" si="0"/><v>6</v></c>'
    '<c r="F4"><v>2.5</v></c></row>'
    '<row r="5" hidden="1"><c r="A5" t="d"><v>2024-01-12</v></c></row>'
    '<row r="8"><c r="A8" t="inlineStr"><is><t xml:space="preserve"> jauh </t></is></c></row>'
)
_BEFORE = (
    '<sheetPr codeName="Lembar1"/><dimension ref="A1:F8"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/>'
    '</sheetViews><cols><col min="1" max="1" width="9" style="2" customWidth="1"/></cols>'
)
_AFTER = (
    '<autoFilter ref="A1:C8"><filterColumn colId="0"/></autoFilter><mergeCells count="1"><mergeCell ref="E9:F9"/>'
    "</mergeCells>"
    '<conditionalFormatting sqref="A1:A9"><cfRule type="expression" priority="1"><formula>A1&gt;1</formula></cfRule>'
    f'</conditionalFormatting>{rich_parts.VALIDATIONS}<pageSetup orientation="landscape" r:id="rId6"/><headerFooter>'
    "<oddHeader>&amp;L&amp;G</oddHeader>"
    f'</headerFooter><drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>'
    f'<legacyDrawingHF r:id="rId3"/>{_CONTROLS}{rich_parts.TABLES}'
    f"<extLst>{rich_parts.X14_COLOURS}{_SPARKLINES}{rich_parts.X14_VALIDATION}{rich_parts.X14_SLICERS}</extLst>"
)
_SHARED = (
    "<si><r><rPr><b/></rPr><t>Ju</t></r><r><t>dul</t></r></si><si><t>Tanggal</t></si>"
    "<si><t>satu &amp; dua</t><rPh sb='0' eb='1'><t>x</t></rPh></si>"
)
_STYLES = (
    '<fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf fontId="0"/>'
    '<xf numFmtId="14" xfId="0"/><xf xfId="0"><extLst><ext uri="{C7286773-470A-42A8-94C5-96B5CB345126}" '
    'xmlns:xfpb="http://schemas.microsoft.com/office/spreadsheetml/2022/featurepropertybag">'
    '<xfpb:xfComplement i="0"/></ext>'
    '</extLst></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
_CHAIN = (
    '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="D2" i="1"/><c r="D3"/>'
    '<c r="D4"/>'
    '<c r="E2"/><c r="E3"/><c r="F3" a="1"/></calcChain>'
)


def rich_workbook(properties: str = "") -> bytes:
    """One tab `Isi` with everything around it, and a tab `Lain`."""
    arrows = relations_part(
        ("rId1", "drawing", "../drawings/drawing1.xml", False),
        ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml", False),
        ("rId3", "vmlDrawing", "../drawings/vmlDrawing2.vml", False),
        ("rId4", "ctrlProp", "../ctrlProps/ctrlProp1.xml", False),
        ("rId5", "comments", "../comments1.xml", False),
        ("rId6", "printerSettings", "../printerSettings/printerSettings1.bin", False),
        *rich_parts.SHEET_ARROWS,
    )
    extra: dict[str, bytes | str] = {
        **rich_parts.PARTS,
        "xl/worksheets/_rels/sheet1.xml.rels": arrows,
        "xl/drawings/drawing1.xml": _DRAWING,
        "xl/drawings/vmlDrawing1.vml": _VML,
        "xl/drawings/vmlDrawing2.vml": _VML,
        "xl/drawings/_rels/vmlDrawing2.vml.rels": relations_part(("rId1", "image", "../media/image1.png", False)),
        "xl/media/image1.png": PNG,
        "xl/ctrlProps/ctrlProp1.xml": '<formControlPr objectType="Button"/>',
        "xl/comments1.xml": _COMMENTS,
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "xl/featurePropertyBag/featurePropertyBag.xml": "<FeaturePropertyBags><bag/></FeaturePropertyBags>",
        "xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>",
        "xl/calcChain.xml": _CHAIN,
        "customXml/item1.xml": "<sendiri>isi</sendiri>",
        "docProps/app.xml": "<Properties><Application>Microsoft Excel</Application></Properties>",
    }
    other = sheet('<row r="1"><c r="A1"><f>Isi!D2</f><v>2</v></c></row>')
    sheets = {"Isi": sheet(ROWS, _BEFORE, _AFTER), "Lain": other}
    after = (rich_parts.AFTER_SHEETS, rich_parts.WORKBOOK_ARROWS)
    return book(sheets, shared=_SHARED, styles=_STYLES, extra=extra, properties=properties, after=after)
