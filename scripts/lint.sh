#!/bin/sh
# Everything that can be checked without running CoopHub.
set -eu
bin=.venv/bin
export PATH="$PWD/$bin:$PATH"

$bin/python manage.py devstack

# The types take as long as everything else, so they go beside it.
types=$(mktemp)
$bin/mypy >"$types" &
of_types=$!
trap 'kill $of_types 2>/dev/null || true; rm -f "$types"' EXIT

$bin/ruff check .
$bin/ruff format --check .
$bin/python scripts/check_ground.py
$bin/python scripts/check_names.py
$bin/python scripts/check_permissions.py
node_modules/.bin/biome check --error-on-warnings
node_modules/.bin/jscpd
$bin/djangofmt --check templates tests/web/templates
$bin/djlint --quiet --lint templates
$bin/lint-imports
$bin/python scripts/check_dead_code.py
$bin/python scripts/check_packages.py
$bin/python manage.py makemigrations --check --dry-run
$bin/python scripts/check_migrations.py
COOPHUB_ENVIRONMENT=production SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
  ALLOWED_HOSTS=coophub.example SITE_URL=https://coophub.example EMAIL_URL=smtp://mail.example:25 \
  DATABASE_URL=postgres://coophub@database.example/coophub REDIS_URL=redis://redis.example:6379/0 \
  $bin/python manage.py check --deploy --fail-level WARNING
DEBUG=1 $bin/python manage.py check
$bin/python scripts/check_messages.py
$bin/python scripts/check_api.py
wait $of_types || { cat "$types"; exit 1; }
cat "$types"
