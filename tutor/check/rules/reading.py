"""Rules that are applied while a file is read, and those of running. Here they get their sentence and their place."""

from __future__ import annotations

from tutor.check.registry import applied_elsewhere

READING = {
    "file-unreadable": "Every file can be read.",
    "file-outside": "Only files of the course are checked.",
    "yaml-encoding": "Files are UTF-8.",
    "yaml-character": "No control characters and invisible line ends.",
    "yaml-size": "Files are at most 512 KiB.",
    "yaml-depth": "Mappings and lists are nested at most 32 deep.",
    "yaml-syntax": "Files are YAML.",
    "yaml-documents": "Each file is one document, without directives.",
    "yaml-key": "Every key is a plain text.",
    "yaml-duplicate-key": "No key stands twice in a mapping.",
    "yaml-empty-value": "Every key has a value.",
    "yaml-alias": "No anchors and aliases.",
    "yaml-merge-key": "No merge keys.",
    "yaml-tag": "No tags.",
    "yaml-comment-cuts-text": "No comment right after a plain text.",
    "schema-unknown-field": "Every field is known.",
    "schema-missing-field": "Every field that is needed is there.",
    "schema-type": "Every value is of the kind of its field.",
    "schema-value": "Every value is one that its field may have.",
    "option-none-correct": "At least one option is correct.",
    "exchange-shape": "An exchange has a request or a script.",
    "script-step-shape": "An act of a script is one of send, pause and close.",
    "order-line-twice": "Lines that belong nowhere have ids of their own.",
    "order-also": "Other accepted orders hold each item once.",
    "numeric-near": "Frequent wrong numbers are numbers.",
    "match-shape": "Rights without a left have ids of their own, and each right has a digit.",
    "sort-bin": "Every bin that is named is there, and each has a digit.",
    "cloze-gap": "Every gap stands in the text once.",
    "spot-line": "Every line that is named is in the code.",
    "drill-shape": "A drill has something to ask, from what is in the lesson.",
    "keys-shape": "A keys step names actions or a set, and places that its files have.",
    "output-shape": "What is predicted is something that running shows.",
    "exercise-shape": "An exercise has files and checks that fit each other.",
    "id-duplicate": "Steps and cards of a lesson share one space of ids.",
}
RUNNING = {
    "fence-output": "Code that is marked to be run ends as it should, and prints what is said (Q20).",
    "exercise-solution": "The solution of an exercise passes.",
    "exercise-starter": "The starter of an exercise fails as `fails_as` announces.",
    "exercise-wrong": "Every listed wrong fix fails.",
    "exercise-blank": "Empty files fail.",
    "step-fits": "Every step is shown at 80x24 without scrolling (Q33).",
    "demo-expect": "What a demo expects comes back from the bundled server.",
    "output-near": "What a prediction sends brings one line, and no frequent wrong answer is it.",
    "notice-absent": "What a demo points out is in its exchanges.",
}

for _id, _about in READING.items():
    applied_elsewhere(_id, _about, "reading")
for _id, _about in RUNNING.items():
    applied_elsewhere(_id, _about, "running")
