"""Recalculation by LibreOffice: what stands in a workbook when another program works out every formula anew."""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.financing.plans.reports.workbook.files import Sheets, read

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>%(locale)s</value></prop></item>
</oor:items>
"""
"""Always recalculate, and never believe the values in the file; numbers in sentences as this language writes them."""


def recalculated(files: Mapping[str, bytes], locale: str = "nl-NL") -> dict[str, Sheets]:
    """Each workbook with the values that LibreOffice finds. All in one run, in a profile of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "profile/user").mkdir(parents=True)
        (folder / "profile/user/registrymodifications.xcu").write_text(SETTINGS % {"locale": locale})
        for key, content in files.items():
            (folder / f"{key}.xlsx").write_bytes(content)
        convert(folder, [folder / f"{key}.xlsx" for key in files], "xlsx")
        return {key: read((folder / f"out/{key}.xlsx").read_bytes()) for key in files}


def convert(folder: Path, files: list[Path], to: str) -> None:
    """Has LibreOffice turn files into another format, in `out`."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder / "out"),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=900,
    )
