"""`make slow`: opens two pages of each kind in the demo as one of each role, and prints which took longest.

What takes over half a second belongs in a worker, or must be made faster.
"""

import os
import re
import time
from collections import defaultdict

import django

ROLES = ("anna", "rosa", "dirk", "sanne", "abel", "berend")
OF_A_KIND = 2
SHOWN = 20
LINK = re.compile(r'href="(/[^"#]*)"')
LEFT_ALONE = re.compile(r"/(?:static|demo|admin|account/logout)")
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


def crawl(name: str) -> dict[str, tuple[float, str]]:
    """By kind of page: the least that one took, and its address."""
    from django.test import Client

    from coophub.accounts.models import User

    client = Client(headers={"host": "localhost"})
    person = User.objects.get(email=f"{name}@demo.example")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    seen, waiting = set(), ["/", "/start/"]
    while waiting:
        address = waiting.pop(0)
        kind = NUMBERS.sub("#", address.partition("?")[0])
        if address in seen or len(found[kind]) >= OF_A_KIND:
            continue
        seen.add(address)
        started = time.perf_counter()
        answer = client.get(address)
        found[kind].append((time.perf_counter() - started, address))
        if answer.status_code == 302:
            waiting.append(answer["Location"])
        elif answer.get("Content-Type", "").startswith("text/html"):
            links = [link.replace("&amp;", "&") for link in LINK.findall(answer.content.decode())]
            waiting += [link for link in links if not LEFT_ALONE.match(link)]
    return {kind: min(took) for kind, took in found.items()}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "coophub.settings"
    django.setup()
    slowest = sorted((*took, name) for name in ROLES for took in crawl(name).values())[-SHOWN:]
    for seconds, address, name in reversed(slowest):
        print(f"{seconds * 1000:6.0f} ms  {name:<7} {address}")


if __name__ == "__main__":
    main()
