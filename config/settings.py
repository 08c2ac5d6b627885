"""Settings of Jobbredo. Everything that differs between installations comes from the environment.

DATABASE_URL and REDIS_URL point at servers of one's own; manage.py and `make run` set them
to the embedded ones where they are not given (see config/embedded.py).
"""

import datetime as dt
import os
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.home import (
    audit_key,
    data_home,
    field_keys,
    field_keys_file,
    index_key,
    index_key_file,
    secret_key,
)
from config.mail import mailers
from config.openid import openid_app, origin_of
from config.queue import beside

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_HOME = data_home()

SECRET_KEY = secret_key()
AUDIT_KEY = audit_key()
FIELD_KEYS, INDEX_KEY = field_keys(), index_key()
FIELD_KEYS_FILE, INDEX_KEY_FILE = field_keys_file(), index_key_file()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
# Behind TLS everything is https only; `make run` serves plain http on this machine alone.
HTTPS = os.environ.get("JOBBREDO_HTTPS", "1") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    # Not "allauth" itself: it holds nothing but templates, and every page here is our own.
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "accounts",
    "projects",
    "employers",
    "participants",
    "coaching",
    "reporting",
    "exchange",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.RequestNameMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sign_in.middleware.SessionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.sign_in.middleware.SecondFactorMiddleware",
    "accounts.sign_in.middleware.CacheDownMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "accounts.context_processors.navigation",
            ],
        },
    },
]

try:
    _database = conninfo_to_dict(os.environ.get("DATABASE_URL", "postgresql:///jobbredo"))
except ProgrammingError:
    # The library's own words would repeat the address, password included.
    raise ImproperlyConfigured(
        "DATABASE_URL is not the address of a PostgreSQL database, such as postgresql://user@host/name."
    ) from None
_options: dict[str, Any] = {
    # Short queries: compiling and starting parallel workers cost more than they give.
    "options": "-c jit=off -c max_parallel_workers_per_gather=0",
}
if os.environ.get("JOBBREDO_DB_POOL") == "1":
    _options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname", "jobbredo"),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        # A connection of the pool may be to a server that has been started anew since.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_database, **_options},
    }
}

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
# Shared by all processes, on the broker's server, in a database of its own: it counts tries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": beside(REDIS_URL, int(os.environ.get("CACHE_DATABASE", "1"))),
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

MAILERS = mailers(os.environ.get("MAIL_URL", ""), DATA_HOME / "mail")
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or "jobbredo@localhost"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["accounts.sign_in.adapters.PasswordBackend"]
OPENID_APP = openid_app(os.environ)
# Whether the identity provider asks for a second factor itself; else it is asked for here as well.
OPENID_SECOND_FACTOR = os.environ.get("OPENID_SECOND_FACTOR") == "1"
SOCIALACCOUNT_ADAPTER = "accounts.sign_in.openid.OpenIDAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "accounts.sign_in.openid.Provider",
        "APPS": [OPENID_APP] if OPENID_APP else [],
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"

# Sign-in: docs/decisions/0010-sign-in.md says why.
ACCOUNT_ADAPTER = "accounts.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # what the package's own check wants; nobody signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account's address was confirmed by the invitation
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True  # a link would carry a secret in its address
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    # An office may share one address. Each wrong password or code counts for its account and its address.
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.SignInForm",
    "reauthenticate": "accounts.sign_in.forms.ConfirmForm",
    "change_password": "accounts.sign_in.forms.ChangePasswordForm",
    "reset_password": "accounts.sign_in.forms.ForgottenForm",
    "confirm_password_reset_code": "accounts.sign_in.forms.MailedCodeForm",
    "reset_password_from_key": "accounts.sign_in.forms.NewPasswordForm",
}
MFA_ADAPTER = "accounts.sign_in.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # clocks differ, and people type slowly
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses aren't kept by the package, see above
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.sign_in.forms.SecondStepForm",
    "reauthenticate": "accounts.sign_in.forms.ConfirmByCodeForm",
    "activate_totp": "accounts.sign_in.forms.SetUpAppForm",
    "deactivate_totp": "accounts.sign_in.forms.RemoveAppForm",
    "generate_recovery_codes": "accounts.sign_in.forms.NewCodesForm",
    "add_webauthn": "accounts.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.sign_in.forms.RenamePasskeyForm",
    "login_webauthn": "accounts.sign_in.forms.PasskeySignInForm",
    "authenticate_webauthn": "accounts.sign_in.forms.PasskeySecondStepForm",
    "reauthenticate_webauthn": "accounts.sign_in.forms.ConfirmByPasskeyForm",
}
# How many proxies in front of the site tell whom they speak for; what others say is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))

# What a page says next time may name somebody: it waits in the sealed session, not readable in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", DATA_HOME / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# How long somebody who breaks the glass reads of a person with protected identity.
EMERGENCY_MINUTES = int(os.environ.get("EMERGENCY_MINUTES") or 60)
REPORTS_ROOT = DATA_HOME / "reports"

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # Browsers hold the form that leads to the identity provider to this as well.
    "form-action": [CSP.SELF, *([origin_of(OPENID_APP)] if OPENID_APP else [])],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# The page of a plan has five fields for each of its targets.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "accounts.sign_in.store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int(60 * 60 * float(os.environ.get("SESSION_HOURS", "10")))  # seconds, whatever happens
SESSION_IDLE_LIMIT = 60 * float(os.environ.get("SESSION_IDLE_MINUTES", "60"))  # seconds without a request
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    # With this prefix browsers refuse the cookie from a neighbouring host or over plain http.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if os.environ.get("JOBBREDO_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # What errors quote stays out of the log: it may be somebody's name or number.
    "formatters": {
        "line": {
            "()": "accounts.logs.ReticentFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"reticent": {"()": "accounts.logs.ReticentFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["reticent"]}},
    "root": {"handlers": ["console"], "level": (os.environ.get("LOG_LEVEL") or "INFO").upper()},
    # Both tell each step of setting a page.
    "loggers": {"fontTools": {"level": "WARNING"}, "weasyprint.progress": {"level": "WARNING"}},
}

# Celery spells the address of a unix socket in a way of its own.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # KiB
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10.0
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 30.0  # a busy machine isn't a dead process
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# An order must not wait for a broker that is down: the sweeper finds the row instead.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
# How long no worker must have died or started before a report gets its last try, see
# reporting/actions/claims.py: longer than it takes to notice a death and to start a worker again.
REPORTS_CALM = dt.timedelta(seconds=30)
CELERY_BEAT_SCHEDULE = {
    # While no worker answers, old sweeps needn't pile up.
    "sweep-reports": {
        "task": "reporting.tasks.sweep_reports",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    # Each day, though there is something to do on the first ones of a month: beat may have been away.
    "order-monthly-reports": {
        "task": "reporting.tasks.order_monthly_reports",
        "schedule": crontab(hour=4, minute=10),
    },
    # A figure is as of a day, hence each day begins with none.
    "keep-all-figures": {
        "task": "reporting.tasks.keep_all_figures",
        "schedule": crontab(hour=0, minute=20),
        "options": {"expires": 3600},
    },
    # Whoever asks for figures judges again those who have changed; this leaves few of them.
    "keep-up-figures": {
        "task": "reporting.tasks.keep_up_figures",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "clear-sessions": {
        "task": "accounts.tasks.clear_sessions",
        "schedule": crontab(minute=40),
        "options": {"expires": 3600},
    },
}
