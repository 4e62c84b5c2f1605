"""Writes a Word document from headings, paragraphs, tables and fields to fill in.

Knows what an accessible form needs (styles, header rows, language, names of fields), nothing of
what the forms are about.
"""

from package import (
    BLUE, HEAD, INK, LINE, MUTED, OFFICE, SURFACE, attr, content_types, core, pack, relations,
    root_relations, text,
)

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" xmlns:w14="{W14}" xmlns:mc="{COMPATIBLE}" mc:Ignorable="w14"'
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Twentieths of a point: A4 with margins of 2.3 and 2 cm.
PAGE_WIDTH, PAGE_HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 11906, 16838, 1304, 1134, 1247, 1134
WIDTH = PAGE_WIDTH - LEFT - RIGHT
# Every office computer has it, and elsewhere a font of the same widths stands in.
FONT = "Arial"
ORIGIN = "QM-Wiki · Qualitätsmanagement der Berliner Ämter für Soziales"
# Tables of so many rows stay on one page.
TOGETHER = 8


class Field:
    """A place to fill in, with a name that is read aloud."""

    def __init__(self, name, shown, control):
        self.name, self.shown, self.control = name, shown, control


def write(name, shown="Text eingeben"):
    """A place for text."""
    return Field(name, shown, "")


def day(name):
    """A place for a date, picked or typed."""
    control = (
        '<w:date><w:dateFormat w:val="dd.MM.yyyy"/><w:lid w:val="de-DE"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
    return Field(name, "TT.MM.JJJJ", control)


def choose(name, options, shown="Bitte wählen"):
    """A list to choose from."""
    items = "".join(f"<w:listItem w:displayText={attr(it)} w:value={attr(it)}/>" for it in options)
    return Field(name, shown, f"<w:dropDownList>{items}</w:dropDownList>")


def tick(name):
    """A box to tick, on screen or on paper."""
    symbol = 'w14:font="Segoe UI Symbol"'
    control = (
        f'<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" {symbol}/>'
        f'<w14:uncheckedState w14:val="2610" {symbol}/></w14:checkbox>'
    )
    return Field(name, None, control)


class Strong:
    """Words that stand out."""

    def __init__(self, words):
        self.words = words


class Document:
    """A document that grows from top to bottom."""

    def __init__(self, title, subject, lead, above=ORIGIN):
        self.title, self.subject, self.above = title, subject, above
        self.body, self.fields, self.lists = [], 0, 0
        self._paragraph("Title", [title])
        self._paragraph("Subtitle", [lead])

    def heading(self, words, hint=None, level=1):
        """A heading and a sentence on what belongs there."""
        self._paragraph(f"Heading{level}", [words])
        if hint:
            self._paragraph("Hinweis", [hint], keep=True)

    def new_page(self, words, hint=None):
        """A heading that begins a page."""
        self._paragraph("Heading1", [words], before="<w:pageBreakBefore/>")
        if hint:
            self._paragraph("Hinweis", [hint], keep=True)

    def say(self, *pieces):
        """A paragraph."""
        self._paragraph("BodyText", pieces, after=self._space(120))

    def hint(self, words):
        """A quiet sentence of guidance."""
        self._paragraph("Hinweis", [words], after=self._space(100))

    def steps(self, items):
        """A numbered list of its own."""
        self.lists += 1
        self._items(items, 10 + self.lists)

    def points(self, items):
        """A list of points."""
        self._items(items, 1)

    def boxes(self, items):
        """A list of sentences with a box each."""
        for item in items:
            self._paragraph("Kasten", [tick(item), "\t" + item])

    def table(self, caption, heads, rows, widths, height=None, look="Tabellentext"):
        """A table with a header row that repeats on every page.

        Widths are shares of the page, the height is that of a row. Each cell is text, a field, a
        list of pieces, or a tuple of paragraphs.
        """
        total = sum(widths)
        sizes = [WIDTH * share // total for share in widths]
        grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
        head = self._row(heads, sizes, style="Tabellenkopf", marks="<w:cantSplit/><w:tblHeader/>")
        marks = "<w:cantSplit/>"
        if height:
            marks += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
        kept = [look + "Zusammen" * (len(rows) <= TOGETHER)] * (len(rows) - 1) + [look]
        lines = "".join(self._row(row, sizes, style, marks) for row, style in zip(rows, kept))
        self.body.append(
            '<w:tbl><w:tblPr><w:tblStyle w:val="Ruhig"/>'
            f'<w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            ' w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            f"<w:tblCaption w:val={attr(caption)}/>"
            f"<w:tblDescription w:val={attr('Spalten: ' + ', '.join(heads))}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{lines}</w:tbl>"
        )

    def form(self, caption, entries):
        """Names on the left, what to fill in on the right."""
        rows = [[[Strong(name)], field] for name, field in entries]
        self.table(caption, ["Angabe", "Eintrag"], rows, [30, 70])

    def bytes(self):
        """The finished file."""
        return pack([
            ("[Content_Types].xml", content_types([
                ("/word/document.xml", f"{KIND}.document.main+xml"),
                ("/word/styles.xml", f"{KIND}.styles+xml"),
                ("/word/numbering.xml", f"{KIND}.numbering+xml"),
                ("/word/settings.xml", f"{KIND}.settings+xml"),
                ("/word/header1.xml", f"{KIND}.header+xml"),
                ("/word/footer1.xml", f"{KIND}.footer+xml"),
            ])),
            ("_rels/.rels", root_relations("word/document.xml")),
            ("docProps/core.xml", core(self.title, self.subject)),
            ("word/document.xml", self._document()),
            ("word/_rels/document.xml.rels", relations([
                ("rId1", f"{OFFICE}/styles", "styles.xml"),
                ("rId2", f"{OFFICE}/numbering", "numbering.xml"),
                ("rId3", f"{OFFICE}/settings", "settings.xml"),
                ("rId4", f"{OFFICE}/header", "header1.xml"),
                ("rId5", f"{OFFICE}/footer", "footer1.xml"),
            ])),
            ("word/styles.xml", styles()),
            ("word/numbering.xml", numbering(self.lists)),
            ("word/settings.xml", settings()),
            ("word/header1.xml", header(self.above)),
            ("word/footer1.xml", footer(self.title)),
        ])

    def _document(self):
        # A document ends with a paragraph; after a table Word asks for one.
        if self.body[-1].startswith("<w:tbl>"):
            self.hint("Vorlage aus dem QM-Wiki der Berliner Ämter für Soziales")
        page = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
            '<w:footerReference w:type="default" r:id="rId5"/>'
            f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
            f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}"'
            ' w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>'
        )
        return f"{HEAD}<w:document {SPACES}><w:body>{''.join(self.body)}{page}</w:body></w:document>"

    def _items(self, items, number):
        for item in items:
            list_of = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
            self._paragraph("ListParagraph", [item], before=list_of)

    def _paragraph(self, style, pieces, before="", after="", keep=False):
        kept = "<w:keepNext/>" if keep else ""
        self.body.append(self._lines(style, pieces, kept + before + after))

    def _space(self, below):
        """Air between a table and what follows it."""
        follows = self.body[-1].startswith("<w:tbl>")
        return f'<w:spacing w:before="160" w:after="{below}"/>' if follows else ""

    def _lines(self, style, pieces, marks=""):
        runs = "".join(self._run(piece) for piece in pieces)
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{marks}</w:pPr>{runs}</w:p>'

    def _row(self, cells, sizes, style, marks):
        drawn = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>{self._cell(cell, style)}</w:tc>'
            for cell, size in zip(cells, sizes, strict=True)
        )
        return f"<w:tr><w:trPr>{marks}</w:trPr>{drawn}</w:tr>"

    def _cell(self, cell, style):
        """One paragraph, or several: a list holds the pieces of one, a tuple several."""
        paragraphs = cell if isinstance(cell, tuple) else (cell,)
        return "".join(
            self._lines(style, it if isinstance(it, list) else [it]) for it in paragraphs
        )

    def _run(self, piece):
        if isinstance(piece, Field):
            return self._field(piece)
        if isinstance(piece, Strong):
            return f"<w:r><w:rPr><w:b/></w:rPr>{words(piece.words)}</w:r>"
        return f"<w:r>{words(piece)}</w:r>"

    def _field(self, field):
        self.fields += 1
        holder = "" if field.shown is None else "<w:showingPlcHdr/>"
        if field.shown is None:
            fonts = '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/>'
            run = f"<w:r><w:rPr>{fonts}</w:rPr><w:t>\u2610</w:t></w:r>"
        else:
            run = (
                '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
                f"{words(field.shown)}</w:r>"
            )
        name = field.name[:64]
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={attr(name)}/><w:tag w:val={attr(f'feld-{self.fields}')}/>"
            f'<w:id w:val="{100000 + self.fields}"/>{holder}{field.control}</w:sdtPr>'
            f"<w:sdtContent>{run}</w:sdtContent></w:sdt>"
        )


def words(value):
    """Text of a run; tabs stay tabs."""
    pieces = value.split("\t")
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{text(it)}</w:t>' for it in pieces)


def header(above):
    """Where the form comes from, small and quiet."""
    run = f"<w:r>{words(above)}</w:r>"
    return f'{HEAD}<w:hdr {SPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{run}</w:p></w:hdr>'


def footer(title):
    """What it is, and page n of m."""
    page = lambda code: f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    runs = (
        f"<w:r>{words(title)}</w:r><w:r><w:tab/>{words('Seite ')}</w:r>{page('PAGE')}"
        f"<w:r>{words(' von ')}</w:r>{page('NUMPAGES')}"
    )
    return f'{HEAD}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{runs}</w:p></w:ftr>'


def settings():
    """German, and the behaviour of current programs."""
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'{HEAD}<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="de-DE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    )


def numbering(lists):
    """Points, and a list of numbers for each list of steps."""
    indent = '<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr>'
    colour = f'<w:rPr><w:color w:val="{BLUE}"/></w:rPr>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/><w:lvlJc w:val="left"/>'
    abstract = (
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        f'{level.format("bullet", "•")}{indent}{colour}</w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>'
        f'{level.format("decimal", "%1.")}{indent}{colour}</w:lvl></w:abstractNum>'
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = "".join(
        f'<w:num w:numId="{11 + it}"><w:abstractNumId w:val="1"/>{restart}</w:num>'
        for it in range(lists)
    )
    return (
        f'{HEAD}<w:numbering {SPACES}>{abstract}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{numbers}</w:numbering>'
    )


def paragraph_style(name, label, size, colour=INK, space=(0, 0), line=264, extra="", bold=False, after=None):
    """A paragraph style; `size` in half points, spaces in twentieths of a point."""
    weight = "<w:b/>" if bold else ""
    base = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    own = not label[0].islower() and name not in ("Normal", "BodyText", "Title", "Subtitle", "ListParagraph")
    default = ' w:default="1"' if name == "Normal" else ' w:customStyle="1"' * own
    following = f'<w:next w:val="{after}"/>' if after else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{label}"/>{base}'
        f"{following}<w:qFormat/><w:pPr>{extra.split('|')[0]}"
        f'<w:spacing w:before="{space[0]}" w:after="{space[1]}" w:line="{line}" w:lineRule="auto"/>'
        f"{extra.split('|')[1] if '|' in extra else ''}</w:pPr>"
        f'<w:rPr>{weight}<w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def styles():
    """The styles: real headings, calm tables, German throughout."""
    keep = "<w:keepNext/><w:keepLines/>"
    edge = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
    top = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
    right_tab = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    box = '<w:tabs><w:tab w:val="left" w:pos="397"/></w:tabs>|<w:ind w:left="397" w:hanging="397"/>'
    listed = [
        paragraph_style("Normal", "Normal", 20),
        paragraph_style("BodyText", "Body Text", 20, space=(0, 120)),
        paragraph_style("Title", "Title", 40, BLUE, (0, 60), 240, keep, True, "Subtitle"),
        paragraph_style("Subtitle", "Subtitle", 22, MUTED, (0, 200), 264, after="BodyText"),
        paragraph_style("Heading1", "heading 1", 26, BLUE, (280, 60), 240,
                        keep + '|<w:outlineLvl w:val="0"/>', True, "BodyText"),
        paragraph_style("Heading2", "heading 2", 22, INK, (200, 40), 240,
                        keep + '|<w:outlineLvl w:val="1"/>', True, "BodyText"),
        paragraph_style("Hinweis", "Hinweis", 18, MUTED, (0, 100)),
        paragraph_style("ListParagraph", "List Paragraph", 20, space=(0, 60)),
        paragraph_style("Kasten", "Kasten", 20, space=(0, 60), extra=box),
        paragraph_style("Tabellenkopf", "Tabellenkopf", 18, INK, (40, 40), 240, keep, True),
        *(paragraph_style(name + kept, name + kept.replace("Z", " z"), size, space=space, line=252,
                          extra="<w:keepNext/>" * bool(kept))
          for kept in ("", "Zusammen")
          for name, size, space in (("Tabellentext", 19, (55, 55)), ("Fragetext", 22, (90, 90)))),
        paragraph_style("Header", "header", 16, MUTED, extra=edge),
        paragraph_style("Footer", "footer", 16, MUTED, extra=top + right_tab),
    ]
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    border = lambda side, colour, size: f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Ruhig"><w:name w:val="Ruhig"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"{border('top', LINE, 4)}{border('bottom', LINE, 4)}{border('insideH', LINE, 4)}"
        f"{border('insideV', LINE, 4)}</w:tblBorders></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f"{border('bottom', BLUE, 8)}</w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{SURFACE}\"/>"
        "</w:tcPr></w:tblStylePr></w:style>"
    )
    character = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
        f'<w:rPr><w:color w:val="{MUTED}"/></w:rPr></w:style>'
    )
    return (
        f"{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>{''.join(listed)}{character}{table}</w:styles>"
    )
