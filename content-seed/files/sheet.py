"""Writes an Excel workbook from sheets with a title, a sentence of guidance and a named table.

Knows what makes a table pleasant to use (frozen header, typed columns, lists to choose from,
printing), nothing of what the tables are about.
"""

from package import (
    BLUE, HEAD, INK, LINE, MUTED, OFFICE, SURFACE, attr, content_types, core, pack, relations,
    root_relations, text,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Positions in `cellXfs` below.
PLAIN, TITLE, HINT, HEADER, TEXT, DATE, NUMBER, COMPUTED, ROWHEAD, DATE_ENTRY = range(10)
FIRST = 4  # The row of the table header.


class Column:
    """A column of a table: what it is called and what may stand in it."""

    def __init__(self, name, width, style=TEXT, options=None, prompt=None, formula=None):
        self.name, self.width, self.style = name, width, style
        self.options, self.prompt, self.formula = options, prompt, formula


def choice(name, width, options, prompt=None):
    """A column with a list to choose from."""
    return Column(name, width, options=options, prompt=prompt or "Bitte aus der Liste wählen.")


def date(name, width=13, prompt="Datum, zum Beispiel 12.03.2027"):
    """A column of dates."""
    return Column(name, width, style=DATE, prompt=prompt)


def computed(name, width, formula):
    """A column that fills itself."""
    return Column(name, width, style=COMPUTED, formula=formula)


class Counted:
    """A number counted from another sheet, and what it is in the file as it comes."""

    def __init__(self, formula, now=0):
        self.formula, self.now = formula, now


class Sheet:
    """A sheet with one table; `rows` are filled, `empty` more are ready to use."""

    def __init__(
        self, name, title, hint, table, columns, rows=(), empty=0, high=30, marked=(), entries=None
    ):
        self.name, self.title, self.hint = name, title, hint
        self.table, self.columns = table, columns
        self.rows = [list(row) for row in rows] + [[] for _ in range(empty)]
        self.high, self.marked = high, marked
        # In a form each row is of its own sort: a list to choose from, or `date`.
        self.entries = entries or {}

    @property
    def last(self):
        """The number of the last row."""
        return FIRST + len(self.rows)

    @property
    def edge(self):
        """The letter of the last column."""
        return letter(len(self.columns) - 1)

    @property
    def area(self):
        """The cells of the table."""
        return f"A{FIRST}:{self.edge}{self.last}"


class Workbook:
    """A workbook of sheets, the first of which one works in."""

    def __init__(self, title, subject, sheets):
        self.title, self.subject, self.sheets = title, subject, sheets

    def bytes(self):
        """The finished file."""
        numbers = range(1, len(self.sheets) + 1)
        parts = [
            ("[Content_Types].xml", content_types([
                ("/xl/workbook.xml", f"{KIND}.sheet.main+xml"),
                ("/xl/styles.xml", f"{KIND}.styles+xml"),
                *((f"/xl/worksheets/sheet{n}.xml", f"{KIND}.worksheet+xml") for n in numbers),
                *((f"/xl/tables/table{n}.xml", f"{KIND}.table+xml") for n in numbers),
            ])),
            ("_rels/.rels", root_relations("xl/workbook.xml")),
            ("docProps/core.xml", core(self.title, self.subject)),
            ("xl/workbook.xml", self._workbook()),
            ("xl/_rels/workbook.xml.rels", relations([
                *((f"rId{n}", f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
                ("rIdStyles", f"{OFFICE}/styles", "styles.xml"),
            ])),
            ("xl/styles.xml", styles()),
        ]
        for number, sheet in zip(numbers, self.sheets):
            to_table = [("rId1", f"{OFFICE}/table", f"../tables/table{number}.xml")]
            parts += [
                (f"xl/worksheets/sheet{number}.xml", worksheet(sheet, self.title, number == 1)),
                (f"xl/worksheets/_rels/sheet{number}.xml.rels", relations(to_table)),
                (f"xl/tables/table{number}.xml", table(sheet, number)),
            ]
        return pack(parts)

    def _workbook(self):
        sheets = "".join(
            f'<sheet name={attr(sheet.name)} sheetId="{n}" r:id="rId{n}"/>'
            for n, sheet in enumerate(self.sheets, 1)
        )
        names = "".join(
            f'<definedName name="_xlnm.Print_Area" localSheetId="{n}">'
            f"{text(quoted(sheet.name))}!$A$1:${sheet.edge}${sheet.last}</definedName>"
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">'
            f"{text(quoted(sheet.name))}!${FIRST}:${FIRST}</definedName>"
            for n, sheet in enumerate(self.sheets)
        )
        return (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr/>'
            '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="14000"/>'
            f"</bookViews><sheets>{sheets}</sheets><definedNames>{names}</definedNames>"
            '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
        )


def quoted(name):
    """A sheet's name in a formula."""
    return "'" + name.replace("'", "''") + "'"


def letter(index):
    """A, B … of a column; no table here has more than 26."""
    return chr(ord("A") + index)


def cell(place, value, style, formula=None):
    """One cell with text, a number or a formula."""
    if formula:
        return f'<c r="{place}" s="{style}" t="str"><f>{text(formula)}</f><v></v></c>'
    if isinstance(value, Counted):
        return f'<c r="{place}" s="{style}"><f>{text(value.formula)}</f><v>{value.now}</v></c>'
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, int):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{text(value)}</t></is></c>"
    )


def worksheet(sheet, book, is_first):
    """The part of one sheet."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
        for n, column in enumerate(sheet.columns, 1)
    )
    selected = ' tabSelected="1"' if is_first else ""
    foot = f"&L&8{book.replace('&', '&&')} · QM-Wiki&R&8Seite &P von &N"
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<sheetPr><tabColor rgb="FF{BLUE if is_first else LINE}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{sheet.edge}{sheet.last}"/>'
        f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0">'
        f'<pane ySplit="{FIRST}" topLeftCell="A{FIRST + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{FIRST + 1}" sqref="A{FIRST + 1}"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{rows(sheet)}</sheetData>"
        f'<mergeCells count="1"><mergeCell ref="A2:{sheet.edge}2"/></mergeCells>{marks(sheet)}{checks(sheet)}'
        '<printOptions horizontalCentered="0"/>'
        '<pageMargins left="0.59" right="0.59" top="0.59" bottom="0.71" header="0.3" footer="0.35"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{text(foot)}</oddFooter></headerFooter>"
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    )


def rows(sheet):
    """Title, guidance, header and the rows of the table."""
    edge = len(sheet.columns)
    lines = max(1, -(-len(sheet.hint) // int(sum(it.width for it in sheet.columns) * 1.05)))
    made = [
        f'<row r="1" ht="30" customHeight="1">{cell("A1", sheet.title, TITLE)}</row>',
        f'<row r="2" ht="{4 + 14 * lines}" customHeight="1">{cell("A2", sheet.hint, HINT)}</row>',
        '<row r="3" ht="6" customHeight="1"/>',
    ]
    heads = "".join(
        cell(f"{letter(n)}{FIRST}", column.name, HEADER) for n, column in enumerate(sheet.columns)
    )
    made.append(f'<row r="{FIRST}" ht="32" customHeight="1">{heads}</row>')
    for number, row in enumerate(sheet.rows, FIRST + 1):
        values = row + [None] * (edge - len(row))
        cells = "".join(
            cell(f"{letter(n)}{number}", value, style(sheet, row, n), column.formula)
            for n, (column, value) in enumerate(zip(sheet.columns, values, strict=True))
        )
        made.append(f'<row r="{number}" ht="{height(sheet, values)}">{cells}</row>')
    return "".join(made)


def style(sheet, row, place):
    """The format of a cell: that of its column, but for dates in a form."""
    is_day = place == 1 and row and sheet.entries.get(row[0]) is date
    return DATE_ENTRY if is_day else sheet.columns[place].style


def height(sheet, values):
    """Points a row needs for its longest text."""
    lines = 1
    for column, value in zip(sheet.columns, values, strict=True):
        if isinstance(value, str):
            held = sum(max(1, -(-len(it) // max(1, int((column.width - 2) * 1.05)))) for it in value.split("\n"))
            lines = max(lines, held)
    return max(sheet.high, 6 + 13.5 * lines)


def marks(sheet):
    """Rows that stand out; the words say the same."""
    area = f"A{FIRST + 1}:{sheet.edge}{sheet.last}"
    return "".join(
        f'<conditionalFormatting sqref="{area}"><cfRule type="expression" dxfId="{style}" '
        f'priority="{n}"><formula>{text(rule)}</formula></cfRule></conditionalFormatting>'
        for n, (rule, style) in enumerate(sheet.marked, 1)
    )


def checks(sheet):
    """What may be typed into the cells."""
    made = []
    for n, column in enumerate(sheet.columns):
        area = f"{letter(n)}{FIRST + 1}:{letter(n)}{sheet.last}"
        if column.options:
            made.append(one_of(area, column.options, told(column)))
        elif column.style == DATE:
            made.append(a_day(area, told(column)))
        elif column.style == NUMBER:
            made.append(validation("whole", area, "Bitte eine ganze Zahl eingeben.", "0", told(column)))
        elif column.prompt:
            made.append(f'<dataValidation allowBlank="1"{told(column)} sqref="{area}"/>')
    for number, row in enumerate(sheet.rows, FIRST + 1):
        wanted = sheet.entries.get(row[0]) if row else None
        if wanted is date:
            made.append(a_day(f"B{number}"))
        elif wanted:
            made.append(one_of(f"B{number}", wanted))
    return f'<dataValidations count="{len(made)}">{"".join(made)}</dataValidations>' if made else ""


def told(column):
    """What is shown when somebody enters a cell of the column."""
    if not column.prompt:
        return ""
    assert len(column.prompt) <= 255, column.name
    return f' showInputMessage="1" promptTitle={attr(column.name[:32])} prompt={attr(column.prompt)}'


def one_of(area, options, prompt=""):
    """One entry of a list."""
    listed = '"' + ",".join(options) + '"'
    assert len(listed) <= 257 and not any("," in it for it in options), options
    return validation("list", area, "Bitte einen Eintrag aus der Liste wählen.", listed, prompt)


def a_day(area, prompt=""):
    """A date of this century."""
    refused = "Bitte ein Datum eingeben, zum Beispiel 12.03.2027."
    return validation("date", area, refused, "36526", prompt)


def validation(kind, area, refused, wanted, prompt):
    """A check with what is said to somebody who types something else."""
    compared = "" if kind == "list" else ' operator="greaterThanOrEqual"'
    return (
        f'<dataValidation type="{kind}"{compared}{prompt} allowBlank="1" showErrorMessage="1"'
        f' errorTitle="Das passt hier nicht" error={attr(refused)} sqref="{area}">'
        f"<formula1>{text(wanted)}</formula1></dataValidation>"
    )


def table(sheet, number):
    """The part that makes the cells a named table with a header row."""
    columns = "".join(
        f'<tableColumn id="{n}" name={attr(column.name)}'
        + (f"><calculatedColumnFormula>{text(column.formula)}</calculatedColumnFormula></tableColumn>"
           if column.formula else "/>")
        for n, column in enumerate(sheet.columns, 1)
    )
    return (
        f'{HEAD}<table xmlns="{MAIN}" id="{number}" name="{sheet.table}" displayName="{sheet.table}"'
        f' ref="{sheet.area}" totalsRowShown="0"><autoFilter ref="{sheet.area}"/>'
        f'<tableColumns count="{len(sheet.columns)}">{columns}</tableColumns>'
        '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/>'
        f'<extLst><ext xmlns:x14="{X14}" uri="{{504A1905-F514-4f6f-8877-14C23A59335A}}">'
        f'<x14:table altText={attr(sheet.title)} altTextSummary={attr(sheet.hint)}/></ext></extLst></table>'
    )


def styles():
    """Fonts, fills, borders and the cell formats named at the top."""
    font = lambda size, colour, bold=False: (
        f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><color rgb="FF{colour}"/><name val="Arial"/><family val="2"/></font>'
    )
    fonts = [font(10, INK), font(16, BLUE, True), font(10, MUTED), font(10, INK, True)]
    solid = f'<fill><patternFill patternType="solid"><fgColor rgb="FF{SURFACE}"/><bgColor indexed="64"/></patternFill></fill>'
    fills = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' + solid
    side = lambda name, colour, style="thin": f'<{name} style="{style}"><color rgb="FF{colour}"/></{name}>'
    thin = "".join(side(it, LINE) for it in ("left", "right", "top", "bottom"))
    strong = "".join(side(it, LINE) for it in ("left", "right", "top")) + side("bottom", BLUE, "medium")
    borders = (
        "<border><left/><right/><top/><bottom/><diagonal/></border>"
        f"<border>{thin}<diagonal/></border><border>{strong}<diagonal/></border>"
    )
    xf = lambda number, fnt, fill, border, vertical="center", wrap=1, side="left": (
        f'<xf numFmtId="{number}" fontId="{fnt}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1"'
        ' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{side}" vertical="{vertical}" wrapText="{wrap}" indent="{int(border > 0 and side == "left")}"/></xf>'
    )
    formats = [
        xf(0, 0, 0, 0), xf(0, 1, 0, 0, wrap=0), xf(0, 2, 0, 0, "top"), xf(0, 3, 2, 2),
        xf(49, 0, 0, 1), xf(164, 0, 0, 1, side="center"), xf(1, 0, 0, 1, side="center"), xf(0, 2, 2, 1), xf(49, 3, 2, 1), xf(164, 0, 0, 1),
    ]
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts><fills count="3">{fills}</fills>'
        f'<borders count="3">{borders}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        '<dxfs count="2">'
        '<dxf><font><b/><color rgb="FF8C1D18"/></font></dxf>'
        f'<dxf><font><color rgb="FF{MUTED}"/></font></dxf></dxfs></styleSheet>'
    )
