"""The commands that calculate a plan: JSON out, exit 2 with a sentence for what cannot be used, and no database."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from financing.engine import calculate, parse_plan, result_document
from financing.plans.document.examples import FOLDER

PLAN = str(FOLDER / "de-eendracht.json")
COMMANDS = ("calculate_plan", "plan_levers", "stress_plan")


def output_of(command, *arguments):
    written = io.StringIO()
    call_command(command, *arguments, stdout=written)
    return json.loads(written.getvalue())


def refusal_of(command, *arguments):
    written, complaints = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command(command, *arguments, stdout=written, stderr=complaints)
    assert stopped.value.code == 2
    assert written.getvalue() == ""
    return complaints.getvalue()


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "file.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


def test_result_is_the_one_of_the_engine():
    assert output_of("calculate_plan", PLAN) == result_document(calculate(parse_plan(Path(PLAN).read_bytes())))


def test_plan_can_come_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(PLAN).read_bytes())))

    assert output_of("calculate_plan", "-")["schema"] == "coophub.result/1"


def test_drivers_give_a_row_for_each_scenario(write):
    found = output_of("calculate_plan", PLAN, "--drivers", write({"rent": [1.0, 1.1], "subsidy": [0, 1e6]}))

    assert found["closes"] == [False, False]
    assert len(found["years"]["liquidity"]) == 2
    assert "loans" not in found


def test_levers_are_written(write):
    found = output_of("plan_levers", PLAN, "--parameters", write({"public_discount_rate": 0.03}))

    assert found["schema"] == "coophub.levers/1"
    assert found["parameters"]["public_discount_rate"] == 0.03


def test_stress_test_is_written(write):
    parameters = write({"standard_deviations": {"rent": 0.02}})
    found = output_of("stress_plan", PLAN, "--seed", "4", "--runs", "25", "--parameters", parameters)

    assert (found["schema"], found["seed"], found["runs"]) == ("coophub.stress/1", 4, 25)
    assert found["parameters"]["standard_deviations"]["rent"] == 0.02


@pytest.mark.parametrize("command", COMMANDS)
def test_plan_that_is_not_valid_is_refused_with_the_path(command, write):
    document = json.loads(Path(PLAN).read_text())
    document["dwellings"][0]["count"] = -1

    assert refusal_of(command, write(document)) == "dwellings[0].count: Expected a number of at least 0.\n"
    assert "Expected JSON" in refusal_of(command, write("{"))
    assert "No such file" in refusal_of(command, "/nowhere/plan.json")


@pytest.mark.parametrize(
    ("command", "option", "content", "sentence"),
    [
        ("calculate_plan", "--drivers", {"colour": [1]}, "colour: expected one of"),
        ("calculate_plan", "--drivers", {"rent": [1], "canon": [1, 2]}, "Expected lists of one length."),
        ("calculate_plan", "--drivers", {"rent": [-1]}, "rent[0]: expected a factor of at least 0."),
        ("calculate_plan", "--drivers", {"rent": ["1"]}, "rent[0]: expected a number."),
        ("calculate_plan", "--drivers", '{"rent": [NaN]}', "rent[0]: expected a number."),
        ("calculate_plan", "--drivers", '{"rent": [1e999]}', "rent[0]: expected a number."),
        ("calculate_plan", "--drivers", {"rent": [10**200]}, "rent[0]: expected a number within 1e+120."),
        ("calculate_plan", "--drivers", {"bank_term_shift": [0.5]}, "bank_term_shift[0]: expected whole years."),
        ("calculate_plan", "--drivers", {"rent": []}, "rent: expected a list of numbers."),
        ("calculate_plan", "--drivers", "[]", "expected an object."),
        ("plan_levers", "--parameters", "nonsense", "expected JSON"),
        ("plan_levers", "--parameters", {"fee": 2}, "fee: expected a number from 0 to 1."),
        ("stress_plan", "--parameters", {"tornado": {"rent": 1}}, "rent: expected a low and a high value."),
    ],
)
def test_file_that_cannot_be_used_is_refused_with_a_sentence(command, option, content, sentence, write):
    assert sentence in refusal_of(command, PLAN, option, write(content))


def test_number_of_runs_is_bounded():
    assert "runs: expected a whole number from 1 to" in refusal_of("stress_plan", PLAN, "--runs", "0")


def test_policy_lab_answers_without_a_database(write):
    portfolio = str(settings.BASE_DIR / "docs/developers/policy-lab-example.json")

    found = output_of("policy_lab", portfolio, "--budget", "1000000", "--parameters", write({"runs": 10}))

    assert (found["schema"], found["optimum"]["homes"], found["draws"]["runs"]) == ("coophub.policy/1", 22, 10)


@pytest.mark.parametrize(
    ("content", "budget", "said"),
    [
        ("{", "5", "document: Expected JSON"),
        (
            {"schema": "coophub.portfolio/1", "name": "x", "plans": [{"id": "De Eik"}]},
            "5",
            "plans[0].document (De Eik): ",
        ),
        (None, "0", "budget: Expected a budget above 0"),
        (None, "2000000000", "budget: Expected a budget above 0"),
    ],
)
def test_policy_lab_says_what_it_cannot_use(write, content, budget, said):
    example = str(settings.BASE_DIR / "docs/developers/policy-lab-example.json")

    assert said in refusal_of("policy_lab", write(content) if content else example, "--budget", budget)
