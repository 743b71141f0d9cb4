"""Fails when a function, class or constant is never used: vulture, told what templates, settings and frameworks name.

Fields of models, forms and documents are data and no code, so those may be there for a reader elsewhere.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("coophub", "financing", "initiatives", "pilots", "scripts", "manage.py")
# Each is called by a framework, by its name.
CALLED_BY_DJANGO = [
    *("Command", "handle", "*Config", "app_name", "handler4??", "handler500", "clean_*"),
    *("process_view", "process_exception", "item_*", "feed_url", "lastmod", "get_protocol", "get_domain"),
    *("state_forwards", "database_forwards", "database_backwards", "describe", "migration_progress_callback"),
]
CALLED_BY_TABLES = ["render_*"]
DECORATED_BY_FRAMEWORKS = [
    "@receiver",
    "@*.connect",
    "@*register.*",
    "@*.register",
    "@shared_task",
    "@field_validator",
    "@model_validator",
    "@*router.get",
    "@*router.post",
    "@*router.put",
    "@*.exception_handler",
]
# A state has its transitions, and a later decision its effect, by the name of the kind.
DECORATED_BY_US = ["@transition", "@effect_of"]
# Each with who calls it.
ALLOWED = {
    "get_client_ip": "allauth, for its rate limits",
    "authenticate_by_email": "allauth, when somebody comes from a provider",
    "complete_login": "allauth, when somebody comes from a provider",
    "extract_*": "allauth, of what a provider says",
    "get_auth*_redirect_url": "allauth, for who has an account already",
    "get_callback_url": "allauth, on the way to a provider",
    "get_connect_redirect_url": "allauth, after an account is linked",
    "get_signup_form_initial_data": "allauth, for who is new",
    "list_apps": "allauth, for its list of providers",
    "on_authentication_error": "allauth, when a provider is refused",
    "populate_user": "allauth, for who is new",
    "provider_classes": "allauth, in the module provider of an app",
    "roles_exist": "Django, with its checks",
    "SecondFactorStage": "allauth, by its path in coophub.accounts.adapter",
    "_get_session_from_db": "Django, when a session is read",
    "_clean_bound_field": "Django, when a form is checked",
    "pre_save": "Django, when a row is saved",
    "db_check": "Django, when a table is made",
    "_prepare_formula": "XlsxWriter, for each formula",
    "valid_value": "Django, when a choice is checked",
    "validateLink": "markdown-it, for each link that somebody wrote",
    "get_root_path": "django-ninja, for the addresses of the API",
    "get_openapi_operation_id": "django-ninja, for each resource of the API",
    "signup": "allauth, when an account is made",
    "create_superuser": "Django's createsuperuser",
    "has_*_permission": "Django's admin",
    "AuditLink": "the triggers of the audit trail write its rows",
    "Unlinked": "the triggers of the audit trail write its rows",
    "cost_per_home": "facts about a plan, asked by name in a scheme's conditions",
    "*_share": "facts about a plan, asked by name in a scheme's conditions",
    "end_initiative": "a keeper of CoopHub, from the shell, when a group asks; no page offers it",
}
# Each with who finds every class in it.
FOUND_BY_FOLDER = {"financing/subsidies/procedure/steps": "order.py, for the pages"}
TAG = re.compile(r"\{[{%](.*?)[}%]\}", re.DOTALL)
PATH = re.compile(r'"[\w.]+\.(\w+)"')


def names_in_templates() -> Iterator[str]:
    for path in (path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt")):
        for tag in TAG.findall(path.read_text()):
            yield from re.findall(r"[A-Za-z_]\w*", tag)


def names_in_settings() -> list[str]:
    """The last name of every dotted path, in the settings and where the address book names its error pages."""
    return PATH.findall("".join((ROOT / f"coophub/{name}.py").read_text() for name in ("settings", "urls")))


def is_field(item: Item) -> bool:
    return item.typ == "attribute" or (item.typ == "variable" and source_line(item).startswith(" "))


def is_found_by_folder(item: Item) -> bool:
    return item.typ == "class" and any(item.filename.is_relative_to(ROOT / folder) for folder in FOUND_BY_FOLDER)


def source_line(item: Item) -> str:
    return str(item.filename.read_text().splitlines()[item.first_lineno - 1])


def main() -> int:
    vulture = Vulture(
        ignore_names=[*CALLED_BY_DJANGO, *CALLED_BY_TABLES, *ALLOWED],
        ignore_decorators=DECORATED_BY_FRAMEWORKS + DECORATED_BY_US,
    )
    settings = ROOT / "coophub/settings.py"
    vulture.scavenge([str(ROOT / place) for place in PLACES], exclude=["*/migrations/*"])
    vulture.used_names.update(names_in_templates(), names_in_settings())
    unused = [
        item
        for item in vulture.get_unused_code()
        if item.filename != settings and not is_field(item) and not is_found_by_folder(item)
    ]
    for item in unused:
        print(item.get_report())
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main())
