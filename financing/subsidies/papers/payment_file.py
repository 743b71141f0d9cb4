"""The file that asks the bank to pay: SEPA credit transfers in pain.001.001.09, valid by its schema. No database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError

SCHEMA = "pain.001.001.09"


@dataclass(frozen=True)
class Payer:
    name: str
    iban: str


@dataclass(frozen=True)
class Transfer:
    """One credit transfer. `reference` comes back on the bank's statement."""

    name: str
    iban: str
    amount: Decimal
    reference: str
    description: str


def payment_file(payer: Payer, transfers: Sequence[Transfer], execution_date: dt.date) -> str:
    """The XML of a batch. Raises ValueError when the schema refuses it."""
    sepa = SepaTransfer(
        {"name": payer.name, "IBAN": payer.iban, "batch": True, "currency": "EUR"}, schema=SCHEMA, clean=True
    )
    for transfer in transfers:
        sepa.add_payment(
            {
                "name": transfer.name,
                "IBAN": transfer.iban,
                "amount": int(transfer.amount * 100),
                "execution_date": execution_date,
                "description": transfer.description[:140],
                "endtoend_id": transfer.reference,
            }
        )
    try:
        return bytes(sepa.export(validate=True, pretty_print=True)).decode()
    except ValidationError as error:
        raise ValueError(str(error.__cause__ or error)) from error
