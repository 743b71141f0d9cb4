"""Fails when the document of the API breaks a rule of scripts/api-rules.yaml, in either language."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coophub.settings")
django.setup()

from django.conf import settings  # noqa: E402 - only after Django has started
from django.utils import translation  # noqa: E402

from coophub.portal.api.site import api  # noqa: E402

SPECTRAL = ROOT / "node_modules/.bin/spectral"
RULES = ROOT / "scripts/api-rules.yaml"


def write_documents(folder: Path) -> list[Path]:
    """The document as a reader of each language gets it."""
    written = []
    for language, _name in settings.LANGUAGES:
        path = folder / f"openapi.{language}.json"
        with translation.override(language):
            path.write_text(json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False, default=str))
        written.append(path)
    return written


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        documents = write_documents(Path(folder))
        command = [str(SPECTRAL), "lint", "--quiet", "--ruleset", str(RULES), "--fail-severity", "warn"]
        return subprocess.run([*command, *map(str, documents)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
