# The front end is bundled first, then put beside the Python packages.
FROM node:24-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY static static
RUN npm run build

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home coophub
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY . .
COPY --from=frontend /build/static/build static/build
ENV COOPHUB_ENVIRONMENT=production PYTHONUNBUFFERED=1
RUN python scripts/compile_messages.py \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
       ALLOWED_HOSTS=build.invalid SITE_URL=https://build.invalid EMAIL_URL=smtp://build.invalid:25 \
       DATABASE_URL=postgres://build.invalid/build REDIS_URL=redis://build.invalid:6379/0 \
       python manage.py collectstatic --noinput \
    && mkdir files \
    && chown -R coophub .local files
USER coophub
EXPOSE 8000
CMD ["gunicorn", "coophub.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4"]
