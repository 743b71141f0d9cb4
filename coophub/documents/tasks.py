"""Asking the virus scanner, asking again for what it said nothing of, and reading and drawing what is in a file."""

from celery import shared_task

from coophub.documents import previews, services, texts


@shared_task
def scan_version(version_id: str) -> None:
    """Asks the scanner for one file. Safe to run twice: what it said is not asked again."""
    services.scan(version_id)


@shared_task
def sweep_scans() -> int:
    """Hands files over again that still wait, when the scanner is there."""
    return services.sweep_scans()


@shared_task
def read_text(version_id: str) -> None:
    """Keeps what is written in one file, to find it by. Safe to run twice."""
    texts.read_text(version_id)


@shared_task
def draw_page(version_id: str, number: int) -> None:
    """Draws one page, for who waits for it. Safe to run twice; when it was lost, the page that waits asks again."""
    previews.draw_page(version_id, number)
