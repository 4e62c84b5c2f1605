#!/usr/bin/env python3
"""Makes the eleven Office files that come with the wiki, the same bytes every time.

    python3 content-seed/files/make.py            write them beside this file
    python3 content-seed/files/make.py --check    only say which differ

Needs nothing but Python 3.10. Their words are those of the forms in content-seed/kinds.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import tables  # noqa: E402
import texts  # noqa: E402

FILES = {
    "gute-praxis-steckbrief.docx": texts.practice,
    "projektauftrag.docx": texts.project,
    "massnahmenplan.xlsx": tables.measures,
    "sitzungsprotokoll.docx": texts.minutes,
    "beschlussvorlage.docx": texts.decision,
    "leitungsvorlage.docx": texts.submission,
    "q-check-bogen.xlsx": tables.qcheck,
    "stakeholder-tabelle.xlsx": tables.stakeholders,
    "fragebogen-nutzerkriterien.docx": texts.questionnaire,
    "moderationsplan-qualitaetszirkel.docx": texts.circle,
    "abfrage-der-bezirke.xlsx": tables.inquiry,
}


def main():
    """Writes or compares every file."""
    only_check = sys.argv[1:] == ["--check"]
    different = []
    for name, make in FILES.items():
        path, made = HERE / name, make().bytes()
        if only_check:
            if not path.is_file() or path.read_bytes() != made:
                different.append(name)
        else:
            path.write_bytes(made)
    if different:
        sys.exit(f"not what make.py makes: {', '.join(different)}")


if __name__ == "__main__":
    main()
