#!/bin/sh
# Makes .venv with the Python of PYTHON, and puts uv in it to install the rest.
set -eu

if "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
  "$PYTHON" -m venv .venv
  pip=".venv/bin/python -m pip"
else
  # Debian keeps pip apart from its Python; any other Python's pip can put uv there.
  "$PYTHON" -m venv --without-pip .venv
  pip="python3 -m pip --python .venv/bin/python"
fi
$pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
