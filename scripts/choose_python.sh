#!/bin/sh
# Says which Python to use: that of the system, which distributions build to be quick (one that was compiled by hand is
# often a quarter slower), or else the one in the path.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip' 2>/dev/null || python3 -m pip --version >/dev/null 2>&1; }

if fits /usr/bin/python3 && can_make_venv /usr/bin/python3; then
  echo /usr/bin/python3
else
  echo python3
fi
