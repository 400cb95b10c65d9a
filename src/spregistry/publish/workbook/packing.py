"""The last touch on a workbook's package: no made-up results, no clock, and no other program's name."""

import io
import re
import zipfile

#: XlsxWriter writes 0 as the result of every formula. Without a result, a program that opens the file works it out.
_RESULT = re.compile(rb"</f><v>0</v>")
#: Rows that keep their height would not grow with what is typed.
_FIXED = re.compile(rb'(<row [^>]*?) customHeight="1"')
_SHEET = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")
_WHEN = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes) -> bytes:
    """Return a workbook packed anew: the same cells give the same bytes, on every day and machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if _SHEET.fullmatch(name):
                part = _FIXED.sub(rb"\1", _RESULT.sub(b"</f>", part))
            elif name == "docProps/app.xml":
                # LibreOffice believes results of files that say they are Excel's, even where there are none.
                part = part.replace(b"<Application>Microsoft Excel</Application>", b"<Application>spregistry</Application>")
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return buffer.getvalue()
