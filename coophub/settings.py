"""Every setting, read from the environment and safe by default.

Without any variable set, CoopHub answers on loopback only, with the embedded servers of `manage.py devstack`.
`COOPHUB_ENVIRONMENT=production` asks for the rest and refuses to start while something essential is missing.
"""

import datetime as dt
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from coophub import devstack
from coophub.identity.configuration import read_providers
from coophub.logs import without_personal_data
from coophub.production import require_production

# Lets `ModelAdmin[Initiative]` and its like be written at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Where we run -------------------------------------------------------------------------------

ENVIRONMENT = env.str("COOPHUB_ENVIRONMENT", default="development")
if ENVIRONMENT not in ("production", "development"):
    raise ImproperlyConfigured("COOPHUB_ENVIRONMENT is either production or development.")
IS_PRODUCTION = ENVIRONMENT == "production"

# The demo signs people in by one click and shows every e-mail, so it may never be on in production.
DEMO = env.bool("COOPHUB_DEMO", default=False)
if DEMO and IS_PRODUCTION:
    raise ImproperlyConfigured("COOPHUB_DEMO is on: the demo's open sign-in may never run in production.")

DEBUG = env.bool("DEBUG", default=False)
if DEBUG and IS_PRODUCTION:
    raise ImproperlyConfigured("DEBUG is on: error pages would show settings to visitors. Turn it off in production.")

LOCAL_DIR = Path(env.str("COOPHUB_LOCAL_DIR", default=str(BASE_DIR / ".local")))


def _development_secret_key() -> str:
    """A key of this checkout's own, made once, so that no key is in the repository and sessions survive a restart."""
    path = LOCAL_DIR / "secret-key"
    if not path.exists():
        LOCAL_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and not IS_PRODUCTION:
    SECRET_KEY = _development_secret_key()
# Keys of before: what they signed or encrypted stays good until it is written anew.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) if IS_PRODUCTION else LOOPBACK_HOSTS
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How every link begins that leaves CoopHub, in e-mails and letters: never what a visitor's browser says.
SITE_URL = env.str("SITE_URL", default="" if IS_PRODUCTION else "http://localhost:8000").rstrip("/")

# --- What it is made of -------------------------------------------------------------------------

INSTALLED_APPS = [
    "coophub.portal",
    "coophub.operations",
    "pilots",
    "financing.lab",
    "financing.subsidies",
    "financing.plans",
    "initiatives",
    "coophub.reports",
    "coophub.proposals",
    "coophub.notifications",
    "coophub.documents",
    "coophub.tokens",
    "coophub.webhooks",
    "coophub.audit",
    "coophub.accounts",
    "coophub.web",
    "coophub.devstack",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    # Behind allauth's, of which it takes the pages out of the technical admin.
    "coophub.identity",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_tables2",
    "health_check",
    "localflavor",
    "pgtrigger",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "coophub.web.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Static files are the same for everybody, and browsers keep them.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coophub.web.traces.TraceMiddleware",
    "coophub.portal.api.middleware.ApiMiddleware",
    "coophub.portal.api.middleware.ApiLimitMiddleware",
    "coophub.web.page_headers.PageHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coophub.accounts.middleware.NoteSessionsMiddleware",
    "coophub.accounts.middleware.RequireSecondFactorMiddleware",
    "coophub.audit.middleware.OriginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "coophub.accounts.middleware.EndIdleSessionsMiddleware",
    "coophub.accounts.typed.KeepTypedTextMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coophub.web.middleware.OnlyLookingMiddleware",
    "coophub.web.middleware.CleanTextMiddleware",
    "coophub.web.middleware.RefusalMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "coophub.urls"
WSGI_APPLICATION = "coophub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATE_BUILTINS = ["coophub.web.templatetags.web", "django.templatetags.i18n", "django.templatetags.static"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coophub.portal.context_processors.place",
            ],
            "builtins": TEMPLATE_BUILTINS,
        },
    },
    {
        # Plain text: what people typed stands in it as they typed it.
        "NAME": "text",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"autoescape": False, "builtins": TEMPLATE_BUILTINS},
    },
]
FORM_RENDERER = "coophub.web.forms.AccessibleFormRenderer"

# --- For who changes it ------------------------------------------------------------------------

# `make dev` alone sets DEBUG: a toolbar with the queries of each page, and pages that load again after a change.
if DEBUG:
    INSTALLED_APPS += ["debug_toolbar", "django_browser_reload"]
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
    MIDDLEWARE.append("django_browser_reload.middleware.BrowserReloadMiddleware")
    INTERNAL_IPS = ["127.0.0.1", "::1"]

# --- Data ---------------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="")
DATABASES = {"default": env.db_url_config(DATABASE_URL or devstack.database_url(LOCAL_DIR))}
DATABASES["default"].update(
    CONN_MAX_AGE=env.int("DATABASE_CONN_MAX_AGE", default=60),
    CONN_HEALTH_CHECKS=True,
)
# Who asks for a page while the database is away is told so soon.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# A page reads one row with all that hangs on it, in the order in which we name it. To try every other order of some
# fifteen tables took PostgreSQL ten milliseconds for each dossier, and never found a better one.
# And what is often read is in memory: there a row by its index costs little more than the next one. PostgreSQL reckons
# with a disk that turns, and read all initiatives to find the two thousand of a programme.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c join_collapse_limit=4 -c random_page_cost=1.1")
# A question that is written once, and was asked so often, PostgreSQL plans once for each connection.
if env.bool("DATABASE_PREPARES", default=True):
    DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 3)
# A migration that waits longer for a table gives up: behind it every page would wait.
MIGRATE_LOCK_SECONDS = env.int("MIGRATE_LOCK_SECONDS", default=5)
REDIS_URL = env.str("REDIS_URL", default="") or devstack.redis_url(LOCAL_DIR)

# The cache holds rate limits of the sign-in page. It lives in PostgreSQL, so that people can sign in while Redis is
# away.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # What was drawn or calculated of a plan that did not change since, or found in a file, known by all that it follows
    # from. In the memory of each process, so that it goes with the code that made it; in development a changed template
    # shows at once.
    "drawn": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "LOCATION": "drawn",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(LOCAL_DIR / "media")))
STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION

S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": env.str("S3_ACCESS_KEY"),
            "secret_key": env.str("S3_SECRET_KEY"),
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }

# --- Background work ----------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
# A task is taken off the queue when it is done, so what a killed worker had in hand is done by the next.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A web request never waits for an absent broker: publishing fails at once and the sweeper queues the work again.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_DEFAULT_QUEUE = "reports"
CELERY_TASK_ROUTES = {
    "coophub.operations.tasks.sweep_*": {"queue": "sweep"},
    "coophub.reports.tasks.sweep_*": {"queue": "sweep"},
    "coophub.documents.tasks.sweep_*": {"queue": "sweep"},
    "coophub.documents.tasks.draw_page": {"queue": "quick"},
    "coophub.notifications.tasks.sweep_*": {"queue": "sweep"},
    "financing.plans.tasks.sweep_*": {"queue": "sweep"},
    "coophub.notifications.tasks.*": {"queue": "mail"},
    "coophub.webhooks.tasks.sweep_*": {"queue": "sweep"},
    "coophub.webhooks.tasks.*": {"queue": "mail"},
    "financing.subsidies.tasks.sweep_*": {"queue": "sweep"},
    "pilots.tasks.sweep_*": {"queue": "sweep"},
}
# A worker that is silent for this long is taken to be dead; a job that waits this long is queued again.
REPORT_LEASE_SECONDS = env.int("COOPHUB_REPORT_LEASE_SECONDS", default=30)
SWEEP_SECONDS = env.int("COOPHUB_SWEEP_SECONDS", default=15)
CELERY_BEAT_SCHEDULE = {
    "sweep-reports": {"task": "coophub.reports.tasks.sweep_jobs", "schedule": SWEEP_SECONDS},
    "sweep-mail": {"task": "coophub.notifications.tasks.sweep_messages", "schedule": SWEEP_SECONDS},
    # In the morning, after the days that come near were looked up, and not at night for what was missed.
    "sweep-digests": {
        "task": "coophub.notifications.tasks.sweep_digests",
        "schedule": crontab(hour="8-20", minute="*/2"),
    },
    "sweep-webhooks": {"task": "coophub.webhooks.tasks.sweep_webhooks", "schedule": SWEEP_SECONDS},
    "sweep-scans": {"task": "coophub.documents.tasks.sweep_scans", "schedule": 60},
    "sweep-retention": {"task": "coophub.operations.tasks.sweep_retention", "schedule": crontab(hour=3, minute=40)},
    "sweep-visitor-plans": {"task": "financing.plans.tasks.sweep_visitor_plans", "schedule": 3600},
    "sweep-lever-searches": {"task": "financing.plans.tasks.sweep_lever_searches", "schedule": 600},
    "sweep-document-texts": {"task": "initiatives.tasks.sweep_document_texts", "schedule": 60},
    "fold-counts-of-the-register": {"task": "initiatives.tasks.sweep_counts", "schedule": 60},
    "sweep-visitor-messages": {"task": "initiatives.tasks.sweep_visitor_messages", "schedule": 3600},
    "ask-trade-register": {"task": "financing.subsidies.tasks.sweep_trade_register", "schedule": 300},
    "fold-figures-of-schemes": {"task": "financing.subsidies.tasks.sweep_figures", "schedule": 60},
    "sweep-signatures": {"task": "financing.subsidies.tasks.sweep_signatures", "schedule": 60},
    # By day, so that nobody gets a message at night.
    "sweep-evaluations": {"task": "pilots.tasks.sweep_evaluations", "schedule": crontab(hour="7-20", minute=20)},
    "sweep-facts-of-pilots": {"task": "pilots.tasks.sweep_facts", "schedule": 300},
    "tell-selections": {"task": "pilots.tasks.sweep_selections", "schedule": 60},
    "set-interests-aside": {
        "task": "financing.subsidies.tasks.sweep_interests",
        "schedule": crontab(hour=6, minute=45),
    },
    "warn-of-deadlines": {"task": "financing.subsidies.tasks.sweep_warnings", "schedule": crontab(hour=7, minute=0)},
}
CELERY_TIMEZONE = "Europe/Amsterdam"

# --- Accounts -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "coophub.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:start"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "coophub.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "coophub.accounts.sign_up.QuietSignupForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "coophub.accounts.forms.SignupExtraForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
# One address an account: a new one takes the place of the old when it is confirmed.
ACCOUNT_CHANGE_EMAIL = True
# Nobody signs in before an address is confirmed, so a second factor cannot lock the owner of an address out.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A changed password, address or second factor is told by e-mail, and asks for the password or second factor again.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
MFA_ADAPTER = "coophub.accounts.mfa.MFAAdapter"
MFA_FORMS = {"add_webauthn": "coophub.accounts.passkeys.AddPasskeyForm"}
MFA_TOTP_ISSUER = "CoopHub"

# With which OpenID Connect providers people may sign in (docs/operators/identity.md). None: no button, no address.
OIDC_PROVIDERS = read_providers(env.list("OIDC_PROVIDERS", default=[]), env)
SOCIALACCOUNT_ADAPTER = "coophub.identity.adapter.SocialAccountAdapter"
# Who is new accepts the terms, and an account found by its address is linked once the second factor was shown.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# --- Mail ---------------------------------------------------------------------------------------

# Every message is first a row in the outbox; a worker hands it to the real transport and tries again when that fails.
EMAIL_BACKEND = "coophub.notifications.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="CoopHub <noreply@coophub.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_URL = env.email_url("EMAIL_URL", default="dummymail://")
vars().update({key: value for key, value in EMAIL_URL.items() if key.startswith("EMAIL_") and key != "EMAIL_BACKEND"})
MAIL_TRANSPORT = EMAIL_URL["EMAIL_BACKEND"]
EMAIL_TIMEOUT = 20

# --- Before production ----------------------------------------------------------------------------

if IS_PRODUCTION:
    require_production(
        secret_key=SECRET_KEY,
        allowed_hosts=ALLOWED_HOSTS,
        site_url=SITE_URL,
        mail_transport=MAIL_TRANSPORT,
        database_url=DATABASE_URL,
        redis_url=env.str("REDIS_URL", default=""),
        identity_providers=OIDC_PROVIDERS,
    )

# --- Uploads ------------------------------------------------------------------------------------

UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Copies ---------------------------------------------------------------------------------------

# For whom a copy is encrypted: public keys of age, of which the private ones are kept elsewhere.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
# The private key, where copies are put back; a server that only makes them has none.
BACKUP_IDENTITY_FILE = Path(path) if (path := env.str("BACKUP_IDENTITY_FILE", default="")) else None

# --- Registers of others ------------------------------------------------------------------------

KVK_API_URL = env.str("KVK_API_URL", default="")
KVK_API_KEY = env.str("KVK_API_KEY", default="")
BAG_API_URL = env.str("BAG_API_URL", default="")
BAG_API_KEY = env.str("BAG_API_KEY", default="")
PDOK_LOCATION_URL = env.str("PDOK_LOCATION_URL", default="")

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
# How far the product's clock runs ahead of the real one. Tests start their workers on another day with it.
CLOCK_AHEAD = dt.timedelta(seconds=env.float("COOPHUB_CLOCK_AHEAD_SECONDS", default=0.0))
if CLOCK_AHEAD and IS_PRODUCTION:
    raise ImproperlyConfigured("COOPHUB_CLOCK_AHEAD_SECONDS is set: in production the clock shows the real time.")
USE_THOUSAND_SEPARATOR = False

# --- The map ------------------------------------------------------------------------------------

# Such as PDOK's BRT-A tiles, whose server then goes into CSP_IMG_SRC. Empty: an outline of the country, from the
# bundle.
MAP_TILE_URL = env.str("MAP_TILE_URL", default="")
MAP_ATTRIBUTION = env.str("MAP_ATTRIBUTION", default="Kaartgegevens © Kadaster")

# --- Security -----------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *env.list("CSP_IMG_SRC", default=[])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A form leads to a provider too, from the sign-in page.
        "form-action": [
            SELF,
            *(provider.origin for provider in OIDC_PROVIDERS if provider.issuer),
            *env.list("CSP_FORM_ACTION", default=[]),
        ],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
# What a page may ask of the device: passkeys and copying a link, and nothing else.
PERMISSIONS_POLICY = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in [
                "accelerometer",
                "autoplay",
                "browsing-topics",
                "camera",
                "display-capture",
                "encrypted-media",
                "fullscreen",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "picture-in-picture",
                "screen-wake-lock",
                "usb",
            ]
        ),
        *(
            f"{feature}=(self)"
            for feature in ["clipboard-write", "publickey-credentials-create", "publickey-credentials-get"]
        ),
    ]
)
# After so long without a sign of somebody, staff and advisors sign in again.
IDLE_AFTER = dt.timedelta(minutes=env.int("STAFF_IDLE_MINUTES", default=60))
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "coophub.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_FAILURE_VIEW = "coophub.accounts.typed.stale_form"
LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
# Set by the proxy of docker-compose.yml, which strips it from what visitors send.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Paying ---------------------------------------------------------------------------------------

# The account from which subsidies are paid; without a number no payment file is approved. The number here is a bank's
# example.
PAYER_NAME = env.str("PAYER_NAME", default="Ministerie")
PAYER_IBAN = env.str("PAYER_IBAN", default="" if IS_PRODUCTION else "NL91ABNA0417164300")

# --- Keeping ------------------------------------------------------------------------------------

# Whose archive a dossier belongs to where its scheme does not say who gives it (`archiefvormer`).
ARCHIVE_CREATOR = env.str("ARCHIVE_CREATOR", default="")

# --- Watching it --------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
# A question to the database that takes so long is logged, without the values in it. 0: none is.
LOG_SLOW_QUERY_MS = env.float("LOG_SLOW_QUERY_MS", default=0.0)
# Where traces go, as a collector of OpenTelemetry hears them (OTLP over HTTP). Empty: none are made.
TRACES_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
TRACES_NAME = env.str("OTEL_SERVICE_NAME", default="coophub")
LOG_PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_personal_data,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer()
            if IS_PRODUCTION
            else structlog.dev.ConsoleRenderer(colors=False),
            "foreign_pre_chain": LOG_PROCESSORS,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"level": LOG_LEVEL},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[*LOG_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

# What the monitor sends as its bearer token to read /metrics/. Empty: there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# Where somebody can tell what a municipality does for co-operatives; it stands on the page of each municipality.
POLICY_CONTACT = env.str("POLICY_CONTACT", default="gemeenten@coophub.example")
# Who answers questions about the API and the open data: it stands in their descriptions.
DATA_CONTACT = env.str("DATA_CONTACT", default="data@coophub.example")
# The licence of the open data, as an address; by default it is free for everything (CC0).
DATA_LICENCE = env.str("DATA_LICENCE", default="")
# How much one address may ask of the open API in a minute: requests, and points of calculation (a point is some
# hundredth of a second of the processor).
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=300)
API_POINTS_PER_MINUTE = env.int("API_POINTS_PER_MINUTE", default=1000)
# A webhook may be told of at http://127.0.0.1 too: for the demo and for who builds a program on one machine.
WEBHOOKS_TO_LOOPBACK = env.bool("WEBHOOKS_TO_LOOPBACK", default=DEMO and not IS_PRODUCTION)
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:security@coophub.example")

SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, environment=ENVIRONMENT, send_default_pii=False)
