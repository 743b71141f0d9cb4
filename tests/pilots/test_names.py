"""Names in a text are found and replaced, and what is no name stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.models import Municipality
from pilots.library.names import KnownNames

NAMES = KnownNames(
    members=("Piet van der Berg", "Bo"),
    advisers=("Abel Akelei",),
    group=("Wooncoöperatie De Lindentuin", "12345678"),
    municipality="Assen",
    municipalities=(
        "Assen",
        "Amsterdam",
        "Best",
        "De Bilt",
        "Bergen (NH.)",
        "'s-Gravenhage",
        "Nuenen, Gerwen en Nederwetten",
    ),
)

FOUND = [
    ("Piet zei het.", ["Piet"], "Een lid van de groep zei het."),
    ("Wie? piet van der berg.", ["piet van der berg"], "Wie? Een lid van de groep."),
    ("Dat is PIET", ["PIET"], "Dat is een lid van de groep"),
    ("Het huis van Piets zus.", ["Piets"], "Het huis van een lid van de groep zus."),
    ("Meneer Van der Berg belde.", ["Meneer Van der Berg"], "Iemand belde."),
    ("We vroegen Abel.", ["Abel"], "We vroegen een adviseur."),
    ("de lindentuin groeit", ["de lindentuin"], "De groep groeit"),
    ("Lindentuin kreeg grond.", ["Lindentuin"], "De groep kreeg grond."),
    ("KVK 12345678", ["12345678"], "KVK de groep"),
    ("In assen lukte het.", ["assen"], "In een gemeente lukte het."),
    ("De gemeente Assen wilde wel.", ["De gemeente Assen"], "Een gemeente wilde wel."),
    ("Amsterdams beleid", ["Amsterdams"], "Een gemeente beleid"),
    ("Bij De Bilt en Den Haag.", ["De Bilt", "Den Haag"], "Bij een gemeente en een gemeente."),
    ("Het lukte in Bergen.", ["Bergen"], "Het lukte in een gemeente."),
    ("Best lastig, maar in Best niet.", ["Best"], "Best lastig, maar in een gemeente niet."),
    ("Aan de Kerkstraat 12b.", ["de Kerkstraat 12b"], "Aan een straat."),
    ("Jan van Galenstraat 3", ["Jan van Galenstraat 3"], "Een straat"),
    ("Lange Weg 3", ["Lange Weg 3"], "Een straat"),
    ("Jan van Galenstraat 3 12", ["Jan van Galenstraat 3"], "Een straat 12"),
    ("Post: 9401 AB", ["9401 AB"], "Post: Een adres"),
    ("Mail p.berg@voorbeeld.nl.", ["p.berg@voorbeeld.nl"], "Mail een e-mailadres."),
    ("Zie www.linde.nl/plan.", ["www.linde.nl/plan"], "Zie een website."),
    ("Bel 0592-36 37 38.", ["0592-36 37 38"], "Bel een telefoonnummer."),
    ("Bel +31 6 12345678.", ["+31 6 12345678"], "Bel een telefoonnummer."),
    ("Meneer A. Jansen belde.", ["Meneer A. Jansen"], "Iemand belde."),
    ("Mevrouw P.J. de Vries en dhr. B Bos.", ["Mevrouw P.J. de Vries", "dhr. B Bos"], "Iemand en iemand."),
    ("Mevr. de lindentuin groeit", ["de lindentuin"], "Mevr. De groep groeit"),
    ("Onze stad \nBest lastig in Best", ["Best"], "Onze stad \nBest lastig in een gemeente"),
    ("wethouder Jansen hielp", ["wethouder Jansen"], "Een wethouder hielp"),
]  # fmt: skip

NO_NAMES = [
    "Een gemeentelijke lening vulde het gat van € 1.250.000 in 2026 en 2027-2028.",
    "Op 12 maart 2027 leende de bank 70 procent, en onderweg gaf het Gerechtshof gelijk.",
    "Het bestuur belde de wethouder en een lid van de groep.",
    "Een weg 3 meter breed, de straat 12 meter lang. De straat 3 keer open. The street 40 metres long.",
    "Er waren 1234567 redenen, en de kavel ligt aan een drukke weg met een plein.",
]


@pytest.mark.parametrize(("text", "names", "without"), FOUND)
def test_a_name_is_found_and_replaced_by_what_it_stands_for(text, names, without):
    assert [name.text for name in NAMES.in_text(text)] == names
    assert NAMES.replaced_in(text) == without


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_is_no_name_stays(text):
    assert NAMES.in_text(text) == []
    assert NAMES.replaced_in(text) == text


def test_english_gets_english_words():
    assert NAMES.replaced_in("The municipality of Assen asked Piet.", in_english=True) == (
        "A municipality asked a member of the group."
    )


PIECES = st.sampled_from([*(text for text, _names, _without in FOUND), *NO_NAMES, "Wij", "de", "Van", "12", "."])


@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_nothing_is_left_of_what_was_found_and_a_second_time_changes_nothing(text):
    without = NAMES.replaced_in(text)

    assert NAMES.in_text(without) == []
    assert NAMES.replaced_in(without) == without


@pytest.mark.django_db
def test_every_municipality_is_found_in_a_sentence():
    every = tuple(Municipality.objects.values_list("name", flat=True))
    known = KnownNames(municipalities=every)

    assert len(every) > 300
    for name in every:
        said = name.split(" (")[0].split(",")[0]
        assert known.in_text(f"Het lukte in {said} wel."), name


def test_a_group_without_a_name_of_its_own_blocks_no_ordinary_words():
    known = KnownNames(group=("Wooncoöperatie", ""), members=("", "de"), municipality="")

    assert known.in_text("De wooncoöperatie van de buurt.") == []
