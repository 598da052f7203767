"""The template lab: a template and its context in, the text out, and what of it was escaped."""

from __future__ import annotations

from tutor.lesson.labs.came import Came, Rendered, broken, ended, first_seen, told
from tutor.lesson.labs.drafts import Draft, Example
from tutor.lesson.labs.given import context_of
from tutor.words import N_, _, ngettext
from tutor.workshop.jobs import Job, Outcome, Probe, Render


def job_of(draft: Draft) -> Job:
    """Render the first file; the others are there to be extended and included.

    Raises:
        GivenError: the context cannot be read.
    """
    entry = next(iter(draft.files))
    act = Render(template=entry, context=context_of(draft.given))
    return Job(kind="jinja", files=dict(draft.files), entry=entry, probes=[Probe(id="lab", acts=[act], watch=True)])


def came_of(draft: Draft, outcome: Outcome) -> Came:
    """What the template gave."""
    if came := ended(outcome):
        return came
    seen = first_seen(outcome)
    if seen.trouble is not None:
        return told(broken(seen.trouble), outcome)
    text, count = seen.text or "", len(seen.escaped)
    lines = text.count("\n") + (not text.endswith("\n"))
    said = [ngettext("{n} line", "{n} lines", lines).format(n=lines)]
    if next(iter(draft.files)).endswith((".html", ".htm", ".xml")):
        said.append(ngettext("{n} sign escaped", "{n} signs escaped", count).format(n=count))
    else:
        said.append(_("not escaped: {file} is no HTML").format(file=next(iter(draft.files))))
    return told(Came(", ".join(said), parts=(Rendered(_("Output"), text, seen.escaped),)), outcome)


ESCAPING = """\
<h1>{{ title }}</h1>
<p>by {{ name }}</p>
<p>{{ comment }}</p>
<p>{{ comment | safe }}</p>
<a href="/find?q={{ query | urlencode }}">again</a>
"""
ESCAPING_CONTEXT = """\
{
  "title": "Tea & toast",
  "name": "O'Hara",
  "comment": "<b>Bold</b> words",
  "query": "salt & sugar"
}
"""
PAGE = """\
{% extends "base.html" %}
{% block title %}{{ notes | length }} notes{% endblock %}
{% block main %}
<ul>
{% for note in notes %}
  <li{% if note.done %} class="done"{% endif %}>{{ note.text }}</li>
{% else %}
  <li>Nothing to do</li>
{% endfor %}
</ul>
{% endblock %}
"""
BASE = """\
<!doctype html>
<title>{% block title %}Notes{% endblock %}</title>
<main>
{% block main %}{% endblock %}
</main>
"""
NOTES_CONTEXT = """\
{
  "notes": [
    {"text": "Buy tea", "done": true},
    {"text": "Water the plants", "done": false}
  ]
}
"""
LETTER = """\
Dear {{ name }},
{% for item in items %}
- {{ item.name }}: {{ "%.2f" | format(item.price) }}
{% endfor %}
{%- if items | length > 1 %}
{{ items | sum(attribute="price") }} in all.
{% endif %}
"""
LETTER_CONTEXT = """\
{
  "name": "Ada & Co",
  "items": [
    {"name": "Tea", "price": 3.5},
    {"name": "Toast", "price": 2}
  ]
}
"""
EXAMPLES = (
    Example("escaping", N_("Escaping"), N_("what is escaped, and what is not"),
            {"page.html": ESCAPING}, ESCAPING_CONTEXT),
    Example("inheritance", N_("Inheritance"), N_("a page that fills the blocks of a base"),
            {"page.html": PAGE, "base.html": BASE}, NOTES_CONTEXT),
    Example("space", N_("White space"), N_("what lines with tags leave behind"),
            {"letter.txt": LETTER}, LETTER_CONTEXT),
)  # fmt: skip
