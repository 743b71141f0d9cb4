"""What each of the ten questions is: a form that knows what was said before it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from coophub.web.fields import KeyField
from coophub.web.formats import Words
from financing.plans.document.questions import FIRST, Answers, answers_from, benchmark_for
from financing.plans.figures.benchmarks import BENCHMARKS, Benchmark


class QuestionForm(forms.Form):
    """One of the ten questions, with what was said so far by the names of the fields.

    `slug` is its name in the address, `short` in the list of questions.
    """

    slug: ClassVar[str]
    short: ClassVar[Words]
    usual: tuple[str, ...] = ()
    """The fields that have a usual figure."""
    stands_in: ClassVar[bool] = True
    """Whether something is filled in for who gives no answer."""

    key = KeyField()

    def __init__(self, data: Any = None, *, said: Mapping[str, Any]) -> None:
        super().__init__(data, initial={**FIRST, **said})
        self.answers = answers_from(said)
        self.ask()

    def ask(self) -> None:
        """Gives the fields the words that follow from the answers before."""

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return True

    @property
    def title(self) -> str:
        """The question itself."""
        return str(self.first.label)

    @property
    def first(self) -> forms.Field:
        """The first field, whose label is mostly the question itself."""
        return self.visible_fields()[0].field

    @property
    def in_words(self) -> str:
        """What was answered, or what stands in for it."""
        raise NotImplementedError

    @property
    def answer(self) -> dict[str, Any]:
        """What was filled in, as a session keeps it."""
        return {
            name: float(value) if isinstance(value, Decimal) else value
            for name, value in self.cleaned_data.items()
            if name != "key"
        }

    @property
    def notes(self) -> dict[str, str]:
        """Remarks about what was filled in and is not usual."""
        data = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        given = {name: data[name] for name in self.usual if name in self.fields and data.get(name) is not None}
        remarks = {name: self.usual_figure(name).remark(float(value)) for name, value in given.items()}
        return {name: remark for name, remark in remarks.items() if remark}

    def usual_figure(self, name: str) -> Benchmark:
        return BENCHMARKS[benchmark_for(self.answers, name)]

    @property
    def is_about_one_thing(self) -> bool:
        return len(self.visible_fields()) == 1

    def _without(self, *names: str) -> Answers:
        """The answers as they would be had these stayed open."""
        return answers_from({**self.initial, **dict.fromkeys(names)})

    def says_what_stays_open(self, name: str, figure: str) -> None:
        """Says under the field what we fill in for who leaves it open."""
        self.fields[name].help_text = _("Not sure? Leave it open. We then fill in %(figure)s.") % {"figure": figure}
