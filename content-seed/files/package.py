"""The ZIP container both Office formats share, the same bytes on every machine.

Entries are stored, not compressed: what compression makes depends on the library at hand.
"""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# No day of work is told, only that the file has one.
MADE = "2026-11-02T08:00:00Z"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# The colours of the wiki's theme.
BLUE, INK, MUTED, LINE, SURFACE = "2044AA", "131525", "51577A", "C0C3D5", "F3F4F7"

DISTRICTS = [
    "Mitte", "Friedrichshain-Kreuzberg", "Pankow", "Charlottenburg-Wilmersdorf", "Spandau",
    "Steglitz-Zehlendorf", "Tempelhof-Schöneberg", "Neukölln", "Treptow-Köpenick",
    "Marzahn-Hellersdorf", "Lichtenberg", "Reinickendorf",
]
AREAS = [
    "Eingliederungshilfe (EH)", "Ambulante Hilfe zur Pflege (aHzP)", "Gesamtes Amt für Soziales",
    "Übergreifend (QM-Arbeit selbst)",
]


def text(value):
    """Text between tags."""
    return escape(value)


def attr(value):
    """A quoted attribute."""
    return quoteattr(value)


def core(title, subject):
    """Title and language; no author, no company, no template."""
    return (
        HEAD
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(title)}</dc:title><dc:subject>{text(subject)}</dc:subject>"
        "<dc:creator></dc:creator><dc:language>de-DE</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{MADE}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{MADE}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def relations(entries):
    """A relationship part; each entry is an id, a type and a target."""
    lines = "".join(
        f'<Relationship Id="{name}" Type={attr(kind)} Target={attr(target)}/>'
        for name, kind, target in entries
    )
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def root_relations(main):
    """What the package holds: the main part and its properties."""
    return relations([
        ("rId1", f"{OFFICE}/officeDocument", main),
        ("rId2", f"{RELATIONS}/metadata/core-properties", "docProps/core.xml"),
    ])


def content_types(overrides):
    """The type of each part."""
    core_type = "application/vnd.openxmlformats-package.core-properties+xml"
    parts = [*overrides, ("/docProps/core.xml", core_type)]
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{HEAD}<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def pack(parts):
    """The bytes of the package with these parts, in this order."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.external_attr = 0
            package.writestr(entry, content.encode("utf-8"))
    return held.getvalue()
