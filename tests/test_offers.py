"""What `tests/offers.py` takes from a page."""

from tests.offers import offers_on

PAGE = """
<main>
  <form method="get" action="/search/"><input name="q"><button>Zoek</button></form>
  <form method="post">
    <input type="hidden" name="key" value="k1">
    <input name="title" value="Stap">
    <textarea name="story">
Een hof</textarea>
    <select name="role"><option value=""></option><option value="owner">O</option></select>
    <select name="phase"><option value="one">1</option><option value="two" selected>2</option></select>
    <input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b">
    <input type="checkbox" name="agree" value="yes"><input type="checkbox" name="keep" checked>
    <input type="file" name="upload"><input name="off" value="x" disabled>
    <button type="submit">Bewaar</button>
    <button type="submit" name="preview" value="1">Bekijk</button>
    <button type="submit" formmethod="get">Reken</button>
    <button type="button">Open</button>
  </form>
  <form method="post" action="/elsewhere/"></form>
</main>
"""


def test_each_button_that_posts_is_an_offer_with_what_stands_in_the_form():
    kept, looked_at = offers_on("/here/", PAGE)

    assert (kept.action, kept.button, looked_at.button) == ("/here/", "", "preview")
    assert kept.fields == {
        "key": ["k1"],
        "title": ["Stap"],
        "story": ["Een hof"],
        "role": ["owner"],
        "phase": ["two"],
        "keep": ["on"],
    }
    assert looked_at.fields == {**kept.fields, "preview": ["1"]}
    assert (kept.choices, kept.files) == ({"kind": ["a", "b"]}, ["upload"])
    assert "agree" in kept.names
    assert "off" not in kept.names
