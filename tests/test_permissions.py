"""`make lint` finds a page that decides by a permission what it offers."""

import pytest

from scripts import check_permissions


@pytest.mark.parametrize(
    "line", ["{% if perms.accounts.manage_people %}", "{% if not perms.x %}", "{% if foo and perms.x.y %}"]
)
def test_permission_in_a_template_is_found(tmp_path, line):
    page = tmp_path / "page.html"
    page.write_text(f"<p>\n{line}\n")

    assert list(check_permissions.asked_in_template(page)) == [2]


@pytest.mark.parametrize("name", ['"initiatives.add_task"', "MANAGE_SCHEMES"])
def test_permission_by_which_a_view_offers_something_is_found(tmp_path, name):
    view = tmp_path / "views.py"
    view.write_text(f"def page(request):\n    return request.user.has_perm({name}, initiative)\n")

    assert list(check_permissions.asked_in_code(view)) == [2]


def test_permission_that_a_thing_brings_along_may_be_asked_and_the_project_has_no_other(tmp_path):
    view = tmp_path / "views.py"
    view.write_text("def page(request):\n    return request.user.has_perm(kind.permission, subject)\n")

    assert list(check_permissions.asked_in_code(view)) == []
    assert check_permissions.main([]) == 0
