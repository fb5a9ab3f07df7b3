"""Parts that people's programs write and libraries drop: charts, slicers, pivots, links to other files."""

from __future__ import annotations

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

X14_VALIDATION = (
    f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{_X14}"><x14:dataValidations count="1" '
    f'xmlns:xm="{_XM}"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Lain!$A$1:$A$9</xm:f>'
    "</x14:formula1><xm:sqref>B2:B900</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
)
X14_COLOURS = (
    f'<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{_X14}"><x14:conditionalFormattings>'
    f'<x14:conditionalFormatting xmlns:xm="{_XM}"><x14:cfRule type="dataBar" id="{{1}}"><x14:dataBar/></x14:cfRule>'
    "<xm:sqref>A2:A9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
)
X14_SLICERS = (
    f'<ext uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}" xmlns:x14="{_X14}"><x14:slicerList>'
    '<x14:slicer r:id="rId9"/></x14:slicerList></ext>'
)
VALIDATIONS = (
    '<dataValidations count="1"><dataValidation type="list" sqref="C2:C900"><formula1>"a,b"</formula1>'
    "</dataValidation></dataValidations>"
)
TABLES = '<tableParts count="1"><tablePart r:id="rId8"/></tableParts>'
AFTER_SHEETS = (
    '<externalReferences><externalReference r:id="rId70"/></externalReferences><definedNames>'
    '<definedName name="_xlnm.Print_Titles" localSheetId="0">Isi!$1:$1</definedName>'
    '<definedName name="Daftar">Lain!$A$1:$A$9</definedName></definedNames><calcPr calcId="191029"/>'
    '<pivotCaches><pivotCache cacheId="4" r:id="rId71"/></pivotCaches>'
)
WORKBOOK_ARROWS = (
    ("rId70", "externalLink", "externalLinks/externalLink1.xml", False),
    ("rId71", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", False),
    ("rId72", "slicerCache", "slicerCaches/slicerCache1.xml", False),
    ("rId73", "vbaProject", "vbaProject.bin", False),
    ("rId74", "connections", "connections.xml", False),
    ("rId75", "person", "persons/person.xml", False),
    ("rId76", "customXml", "../customXml/item1.xml", False),
    ("rId77", "theme", "theme/theme1.xml", False),
    ("rId78", "sheetMetadata", "metadata.xml", False),
)
SHEET_ARROWS = (
    ("rId7", "threadedComment", "../threadedComments/threadedComment1.xml", False),
    ("rId8", "table", "../tables/table1.xml", False),
    ("rId9", "slicer", "../slicers/slicer1.xml", False),
    ("rId10", "pivotTable", "../pivotTables/pivotTable1.xml", False),
    ("rId11", "hyperlink", "https://kpu-lebak.example/a?b=1&amp;c=2", True),
)
PARTS: dict[str, bytes | str] = {
    "xl/charts/chart1.xml": f'{_HEAD}<c:chartSpace xmlns:c="urn:c"><c:f>Isi!$A$2:$A$4</c:f></c:chartSpace>',
    "xl/charts/style1.xml": "<cs:chartStyle xmlns:cs='urn:cs' id='201'/>",
    "xl/slicers/slicer1.xml": f'<slicers xmlns="{_X14}"><slicer name="Unit" cache="Pengiris_Unit"/></slicers>',
    "xl/slicerCaches/slicerCache1.xml": f'<slicerCacheDefinition xmlns="{_X14}" name="Pengiris_Unit"/>',
    "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{_MAIN}" refreshOnLoad="1"/>',
    "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{_MAIN}" count="0"/>',
    "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{_MAIN}" name="PivotTable1" cacheId="4"/>',
    "xl/tables/table1.xml": f'<table xmlns="{_MAIN}" id="1" name="Tabel1" displayName="Tabel1" ref="A1:C4"/>',
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_MAIN}"><externalBook/></externalLink>',
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)),
    "xl/connections.xml": f'<connections xmlns="{_MAIN}"><connection id="1" name="sumber"/></connections>',
    "xl/persons/person.xml": '<personList><person displayName="Siti" id="{1}"/></personList>',
    "xl/metadata.xml": f'<metadata xmlns="{_MAIN}"><metadataTypes count="0"/></metadata>',
    "xl/theme/theme1.xml": '<a:theme xmlns:a="urn:a" name="Kantor"/>',
    "xl/richData/rdrichvalue.xml": "<rvData count='0'/>",
    "xl/media/kosong.emf": b"",
    "docProps/custom.xml": "<Properties><property name='Klasifikasi'/></Properties>",
    "docMetadata/LabelInfo.xml": "<labelList/>",
}
