"""What a list of documents says of a file."""

from django import template

from coophub.documents.checks import can_be_shown

register = template.Library()

register.filter("can_be_shown", can_be_shown)
