#!/bin/sh
# Installs the system libraries that are missing: Pango for PDF, and for the tests Chromium, LibreOffice, curl and nginx.
# As root with apt; otherwise says which line to run.
set -eu

missing=""
need() { missing="$missing $1"; }

has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || find /usr/lib /lib -name "$1*" 2>/dev/null | grep -q .; }

has_library libpango-1.0.so.0 || need libpango-1.0-0
has_library libpangoft2-1.0.so.0 || need libpangoft2-1.0-0
has_library libharfbuzz-subset.so.0 || need libharfbuzz-subset0
# Redis comes as a wheel, but for Python 3.11 only.
if "${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 12))'; then
  command -v redis-server >/dev/null 2>&1 || need redis-server
fi
if [ "${1:-run}" = test ]; then
  command -v chromium >/dev/null 2>&1 || need chromium
  command -v curl >/dev/null 2>&1 || need curl
  command -v soffice >/dev/null 2>&1 || need libreoffice-calc-nogui
fi

# nginx is unpacked and not installed, for then it would serve port 80 at once.
unpack_nginx() {
  mkdir -p .local/nginx
  (cd .local/nginx && apt-get download -qq nginx 2>/dev/null && dpkg --extract nginx_*.deb . && rm nginx_*.deb)
}
has_nginx() { [ "${1:-run}" != test ] || [ -x .local/nginx/usr/sbin/nginx ] || unpack_nginx; }

if [ -z "$missing" ] && has_nginx "$@"; then exit 0; fi
line="apt-get install --yes --no-install-recommends$missing"
[ -n "$missing" ] || line="apt-get update"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -qq --yes --no-install-recommends $missing >/dev/null
  has_nginx "$@"
else
  echo "CoopHub needs some system packages. Run this line, and then make again:" >&2
  echo "  sudo $line" >&2
  exit 1
fi
