"""Django's settings, the same in development, tests and production: all that differs is in `config`."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from answerable.base import dates
from answerable.site import rooms
from answerable.site.databases import databases
from answerable.site.security import POLICY
from answerable_host import config, spoken

ANSWERABLE: Final = config.load_config()
ROOMS: Final = rooms.ROOMS
HERE: Final = Path(__file__).parent

DEBUG = False
SECRET_KEY = ANSWERABLE.django_key
_OWN: Final = {urlsplit(url).hostname or "localhost" for url in (ANSWERABLE.address, ANSWERABLE.onion_url) if url}
ALLOWED_HOSTS = sorted(_OWN | {"localhost", "127.0.0.1", "[::1]"})
ROOT_URLCONF = "answerable.site.urls"
WSGI_APPLICATION = "answerable.site.wsgi.application"
DATABASES = databases(ANSWERABLE)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    *(room.app for room in reversed(ROOMS)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "answerable.site.observing.Observed",
    "answerable.site.security.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "answerable.site.security_forged.Forged",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "answerable.site.steady.Steady",
    "answerable.site.doors.Guard",
    "answerable.site.accounts.Entrance",
    "answerable.site.errors.ErrorPages",
    "answerable.site.opening.Opening",
]
FORM_RENDERER: Final = "answerable.site.form_renderer.FormRenderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "answerable.site.pages.Pages",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# People: a seat in a body is the only right (helper rooms: people). No admin site, no superuser.
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["answerable.people.signing.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_ENGINE = "answerable.site.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "/desk/sign-in/"
ACCOUNT_USER_MODEL_USERNAME_FIELD, ACCOUNT_USER_MODEL_EMAIL_FIELD = "login", "email"
ACCOUNT_LOGIN_METHODS, ACCOUNT_EMAIL_VERIFICATION = {"username"}, "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # there is no sign-up; without this allauth's own check fails
MFA_ADAPTER = "answerable.site.accounts.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"

# Cookies: `__Host-` binds them to this very host, which browsers allow under https only.
_PREFIX: Final = "__Host-" if ANSWERABLE.secure else ""
SESSION_COOKIE_NAME = f"{_PREFIX}session"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
FOLLOW_COOKIE_NAME = f"{_PREFIX}follow"
KEY_COOKIE_NAME = f"{_PREFIX}key"  # the half of a key holder's private key that only the browser has
DESK_COOKIE_NAME = f"{_PREFIX}desk"  # somebody was signed in at a desk in this browser; whom it doesn't say
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ANSWERABLE.secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # gone with the browser: somebody who follows leaves no trace of having been here
CSRF_TRUSTED_ORIGINS = [url for url in (ANSWERABLE.address, ANSWERABLE.onion_url) if url]
CSRF_FAILURE_VIEW = "answerable.site.errors.csrf"

# The browser.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ANSWERABLE.secure else 0
if ANSWERABLE.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {"DIRECTIVES": POLICY}

# Languages and time. The source language is English; the pack's first language is where strangers arrive (docs/operating/
# translations.md).
USE_TZ = True
TIME_ZONE = ANSWERABLE.time_zone
USE_I18N = True
LANGUAGE_CODE = ANSWERABLE.languages[0]
LANGUAGES = [(code, dates.own_name(code)) for code in ANSWERABLE.languages]
LOCALE_PATHS = [spoken.catalogues(ANSWERABLE.home)]  # what this installation translates besides

# What a request may carry. Files stay in memory until the vault has sealed them: nothing lies on a disk in clear.
LONGEST_REQUEST = 64 * 1024 * 1024  # bytes; above it the guard answers 413 before anything is read
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LONGEST_REQUEST

# Static files are served by the system itself straight from the rooms: no build step, nothing to collect.
STATIC_URL = "/static/"
STATIC_ROOT = None
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.woff2$"  # the type, named by its content (see `typefaces`)

# Jobs: declared by their rooms and imported by `site.apps`; nothing is looked up by the name of a module.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

# Letters.
if ANSWERABLE.smtp_url:
    _smtp = urlsplit(ANSWERABLE.smtp_url)
    EMAIL_BACKEND = "answerable.channels.email.smtp.Smtp"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or (465 if _smtp.scheme == "smtps" else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp.scheme == "smtps", _smtp.port == 587
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "answerable.site.mail.FolderBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ANSWERABLE.mail_from

# The log: to standard error, without addresses of visitors and without the words of an exception (see `logs`).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "answerable.site.logs.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "answerable": {"level": "INFO"},
        "procrastinate": {"level": "WARNING"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR", "propagate": True},
        "django.security.csrf": {"level": "ERROR", "propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": True},
    },
}
