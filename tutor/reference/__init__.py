"""Facts as data: methods, status codes, fields, and the words that explain each part of a message.

Importing this reads nothing; the data files are read at the first question, once.
"""

from tutor.reference.facts import (
    Field,
    Method,
    Status,
    StatusClass,
    StatusField,
    field,
    fields,
    method,
    methods,
    status,
    status_class,
    status_classes,
    statuses,
)
from tutor.reference.labels import (
    NOTE_CELLS,
    SpanLabel,
    field_note,
    field_text,
    noted_fields,
    phrase,
    row_note,
    span_kinds,
    span_label,
)
from tutor.reference.sheet import Sheet, all_names, look_up, nearest

__all__ = [
    "NOTE_CELLS",
    "Field",
    "Method",
    "Sheet",
    "SpanLabel",
    "Status",
    "StatusClass",
    "StatusField",
    "all_names",
    "field",
    "field_note",
    "field_text",
    "fields",
    "look_up",
    "method",
    "methods",
    "nearest",
    "noted_fields",
    "phrase",
    "row_note",
    "span_kinds",
    "span_label",
    "status",
    "status_class",
    "status_classes",
    "statuses",
]
