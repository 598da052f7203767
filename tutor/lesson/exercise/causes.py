"""What errors mean here, in plain words: a catalogue keyed by exception and situation.

Each cause says what happened, the usual reason, and where to look. The first that fits is told. `{name}` and the like
are parts of the message, taken from between its quotes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tutor.lesson.exercise.judge import Miss, Result
from tutor.words import N_, _
from tutor.workshop.jobs import Trouble


class Cause(NamedTuple):
    """`types` are names of exceptions, `part` stands in the message: each of its pieces, where `…` parts it."""

    id: str
    types: tuple[str, ...]
    part: str
    text: str


def _causes() -> tuple[Cause, ...]:
    return (
        # Flask and Werkzeug
        Cause("view-none", ("TypeError",), "The function either returned None or ended without a return", N_(
            "The view, or a hook, gave nothing back. Each way through it has to end in `return` with a text, a dict or "
            "a response."
        )),
        Cause("view-type", ("TypeError",), "did not return a valid response", N_(
            "Flask cannot make a response of what the view, or a hook, returned. Return a text, a dict, a list, or a "
            "tuple such as `body, 201`."
        )),
        Cause("view-argument", ("TypeError",), "got an unexpected keyword argument", N_(
            "A function was called with {0}, which it has no parameter for. The `<name>` in a route and the parameter "
            "of its view have to be the same word."
        )),
        Cause("endpoint-twice", ("AssertionError",), "View function mapping is overwriting an existing endpoint", N_(
            "Two views have the same function name. Flask finds views by that name: give one of them another."
        )),
        Cause("rule-malformed", ("ValueError",), "malformed url rule", N_(
            "The brackets of this route are not right. There is no blank in them, and a converter is followed by a "
            "colon and a name, as in `<int:number>`."
        )),
        Cause("no-converter", ("LookupError",), "the converter", N_(
            "Flask has no converter {0}. The converter stands before the colon, and the name of the parameter after "
            "it, as in `<int:number>`."
        )),
        Cause("route-slash", ("ValueError",), "must start with a slash", N_(
            "The path of a route begins with `/`. Write it before the rest."
        )),
        Cause("late-setup", ("AssertionError",), "can no longer be called on the application", N_(
            "Routes and hooks belong to the app before it answers its first request. Register this at the top level."
        )),
        Cause("no-request", ("RuntimeError",), "Working outside of request context", N_(
            "`request` and `session` exist only while a request is being answered. This line ran outside of a view."
        )),
        Cause("no-app-context", ("RuntimeError",), "Working outside of application context", N_(
            "`current_app`, `g`, `url_for`, and `db` of Flask-SQLAlchemy, need an app that is at work. This line ran "
            "outside of a view."
        )),
        Cause("no-secret-key", ("RuntimeError",), "no secret key was set", N_(
            "The session is a signed cookie, and there is no key to sign with. Set `app.secret_key`."
        )),
        Cause("build-error", ("BuildError",), "Could not build url for endpoint", N_(
            "`url_for` knows no endpoint {0} with these values. An endpoint is the name of the view function, with the "
            "blueprint before it as in `notes.show`; every `<name>` of its route needs a value."
        )),
        Cause("form-key", ("BadRequestKeyError",), "", N_(
            "The request has no {0} there, and Flask answers 400 for that. Use `.get()` where a value may be missing, "
            "compare the name, and see whether it is `form`, `args` or JSON that carries it."
        )),
        Cause("template-missing", ("TemplateNotFound",), "", N_(
            "There is no template {message}. Flask looks in the folder `templates` beside the app; the name is "
            "written from there."
        )),
        Cause("not-json", ("TypeError",), "is not JSON serializable", N_(
            "JSON has texts, numbers, booleans, null, lists and objects. Turn this value into one of them first."
        )),
        Cause("blueprint-twice", ("ValueError",), "is already registered for a different blueprint", N_(
            "Two blueprints have the same name. The first argument of `Blueprint` has to be a name of its own."
        )),
        Cause("blueprint-twice", ("ValueError",), "is already registered for this blueprint", N_(
            "This blueprint is registered twice under one name. Register it once, or give `name=`."
        )),
        # SQLAlchemy
        Cause("no-primary-key", ("ArgumentError",), "could not assemble any primary key", N_(
            "A mapped class needs a primary key. Give one column `mapped_column(primary_key=True)`."
        )),
        Cause("no-target", ("NoReferencedTableError", "NoReferencedColumnError"), "", N_(
            "A `ForeignKey` names a table and its column, as in `\"note.id\"`. Compare it with `__tablename__`, letter "
            "by letter: a table is not called as its class is."
        )),
        Cause("let-go", ("IntegrityError",), "NOT NULL constraint failed…[SQL: UPDATE", N_(
            "An UPDATE wanted to put NULL where a value must be. If you set none to None, an object lost its parent: "
            "`cascade` of the relationship says what becomes of it."
        )),
        Cause("not-null", ("IntegrityError",), "NOT NULL constraint failed", N_(
            "A column that must have a value got none. Its type is not optional: give it one, or make it "
            "`Mapped[... | None]`."
        )),
        Cause("unique", ("IntegrityError",), "UNIQUE constraint failed", N_(
            "Another row has this value already, and the column allows each only once."
        )),
        Cause("foreign-key", ("IntegrityError",), "FOREIGN KEY constraint failed", N_(
            "This row points to one that is not there, or one is removed that others point to."
        )),
        Cause("pending-rollback", ("PendingRollbackError",), "", N_(
            "An earlier statement of this session failed. Call `session.rollback()` before you use it again."
        )),
        Cause("no-table", ("OperationalError", "ProgrammingError"), "no such table", N_(
            "The database has no such table. `Base.metadata.create_all(engine)` makes the tables of all models that "
            "were imported by then."
        )),
        Cause("no-column", ("OperationalError",), "no such column", N_(
            "The table has no such column. The model was changed after its table was made, or the name is another."
        )),
        Cause("update-empty", ("OperationalError",), "[SQL: UPDATE… SET  WHERE", N_(
            "This UPDATE sets nothing. `values()` leaves its statement as it is and gives a new one: send that one."
        )),
        Cause("places", ("ProgrammingError",), "Incorrect number of bindings", N_(
            "The SQL has more or fewer places than there are values. In quotes, `:name` is a text and no place: write "
            "it without them."
        )),
        Cause("sql-syntax", ("OperationalError",), "syntax error", N_(
            "The database does not understand this SQL. It names the word that it stopped at."
        )),
        Cause("mapper-failed", ("InvalidRequestError",), "failed to", N_(
            "A relationship names a class that SQLAlchemy does not find. Compare the name with the class, letter by "
            "letter, and see that its module is imported."
        )),
        Cause("no-property", ("InvalidRequestError", "ArgumentError"), "has no property", N_(
            "`back_populates` names an attribute that the other class has not. Both sides name each other."
        )),
        Cause("which-foreign-key", ("AmbiguousForeignKeysError",), "determine join between", N_(
            "Several foreign keys join these two tables. Give `join` the relationship to follow, in place of the class."
        )),
        Cause("no-foreign-key", ("NoForeignKeysError", "AmbiguousForeignKeysError"), "", N_(
            "A relationship needs to know by which foreign key. Give the table on the many side a `ForeignKey`, or "
            "name it in `foreign_keys` where there are several."
        )),
        Cause("no-result", ("NoResultFound",), "", N_(
            "`.one()` wants exactly one row, and there is none. Use what gives None in that case."
        )),
        Cause("many-results", ("MultipleResultsFound",), "", N_(
            "`.one()` and `.scalar_one()` want exactly one row, and there are more. Use `.first()`, or narrow the "
            "`where`."
        )),
        Cause("detached", ("DetachedInstanceError",), "", N_(
            "This object outlived its session, so it can load nothing more. Load what you need before the session "
            "closes."
        )),
        Cause("raw-sql", ("ArgumentError", "ObjectNotExecutableError"), "text(", N_(
            "SQL as a plain text has to be wrapped in `text()`, with values as parameters."
        )),
        Cause("not-executable", ("ObjectNotExecutableError",), "", N_(
            "This is no statement that can be sent. SQL as a plain text has to be wrapped in `text()`."
        )),
        Cause("and-of-columns", ("TypeError",), "Boolean value of this clause is not defined", N_(
            "`and`, `or` and `not` of Python ask at once whether a column is true, which only the database knows. Give "
            "`where` several conditions, or use `&`, `|` and `~` with parentheses."
        )),
        Cause("loose-condition", ("TypeError",), "operand type(s) for &", N_(
            "`&` and `|` bind more tightly than `==` and `<`. Put each condition into parentheses."
        )),
        Cause("loose-condition", ("TypeError",), "operand type(s) for |…InstrumentedAttribute", N_(
            "`&` and `|` bind more tightly than `==` and `<`. Put each condition into parentheses."
        )),
        Cause("not-an-object", ("AttributeError",), "_sa_instance_state", N_(
            "A relationship takes objects of its class, and this is something else. If it is a list: this relationship "
            "leads to one object, since the key stands in its own table."
        )),
        Cause("model-keyword", ("TypeError",), "is an invalid keyword argument for", N_(
            "The model has no attribute {0}. Compare the names, letter by letter."
        )),
        Cause("unmapped", ("UnmappedInstanceError", "UnmappedClassError"), "", N_(
            "The session takes objects of mapped classes. This is something else, such as a list: `add_all` takes "
            "lists."
        )),
        Cause("annotation", ("ArgumentError", "MappedAnnotationError"), "Mapped[", N_(
            "A column is declared as `name: Mapped[type]`. The annotation here is not of that form."
        )),
        Cause("date-type", ("StatementError",), "only accepts Python", N_(
            "A column of dates takes `datetime` objects, not texts."
        )),
        # Jinja
        Cause("template-end", ("TemplateSyntaxError",), "Unexpected end of template", N_(
            "A block is still open at the end. Each `for`, `if` and `block` has its `endfor`, `endif` or `endblock`."
        )),
        Cause("template-tag", ("TemplateSyntaxError",), "Encountered unknown tag", N_(
            "Jinja has no tag {0}. It may be misspelt, or end a block that is not open. A value is printed by "
            "`{{ … }}`."
        )),
        Cause("template-print", ("TemplateSyntaxError",), "expected token 'end of print statement'", N_(
            "Something in `{{ … }}` is too much. It holds one expression; statements stand in `{% … %}`."
        )),
        Cause("template-statement", ("TemplateSyntaxError",), "expected token 'end of statement block'", N_(
            "Something in `{% … %}` is too much. Compare it with the form of the tag."
        )),
        Cause("template-braces", ("TemplateSyntaxError",), "got '{'", N_(
            "There are `{{ … }}` inside of something that is an expression already. Names stand there without braces."
        )),
        Cause("template-braces", ("TemplateSyntaxError",), "got '}'", N_(
            "There are `{{ … }}` inside of something that is an expression already. Names stand there without braces."
        )),
        Cause("template-name", ("TemplateSyntaxError",), "tag name expected", N_(
            "After `{%` comes the name of a tag. A `-` stands right behind the `%`, without a gap."
        )),
        Cause("template-required", ("TemplateSyntaxError",), "Required blocks", N_(
            "A block that is `required` stays empty here. What it shows comes from the children."
        )),
        Cause("template-syntax", ("TemplateSyntaxError",), "", N_(
            "Jinja cannot read this line. See whether each `{{`, `{%` and quote is closed by its partner."
        )),
        Cause("no-filter", ("TemplateAssertionError", "TemplateRuntimeError"), "No filter named", N_(
            "Jinja has no filter {0}. It may be misspelt, or was never registered with the environment."
        )),
        Cause("no-test", ("TemplateAssertionError", "TemplateRuntimeError"), "No test named", N_(
            "Jinja has no test {0}. What stands after `is` is a test, not a filter."
        )),
        Cause("not-namespace", ("TemplateRuntimeError",), "non-namespace", N_(
            "`set` with a dot works on a namespace alone: make one before, by `{% set ns = namespace(…) %}`."
        )),
        Cause("undefined-attribute", ("UndefinedError",), "has no attribute", N_(
            "What the template was given has no {1}. If it may be missing, ask by `is defined` first. If not, compare "
            "the name with the context, letter by letter."
        )),
        Cause("undefined", ("UndefinedError",), "is undefined", N_(
            "Nothing here is called {0}. Compare the name with what the template is given. In a block, a macro or an "
            "imported template, names from around it may not be seen."
        )),
        # Python
        Cause("missing-colon", ("SyntaxError",), "expected ':'", N_(
            "A line that opens a block, such as `def`, `if` and `for`, ends in a colon."
        )),
        Cause("not-closed", ("SyntaxError",), "was never closed", N_(
            "This bracket is opened here and closed nowhere."
        )),
        Cause("string-open", ("SyntaxError",), "unterminated", N_(
            "This text has a quote at its beginning and none at its end."
        )),
        Cause("assign-in-condition", ("SyntaxError",), "Maybe you meant '=='", N_(
            "A single `=` gives a name a value. To compare, write `==`."
        )),
        Cause("return-outside", ("SyntaxError",), "outside function", N_(
            "`return` belongs into a function. Look at the indentation of this line."
        )),
        Cause("indent-missing", ("IndentationError",), "expected an indented block", N_(
            "After a line with a colon the next one is indented, by four spaces."
        )),
        Cause("indent-wrong", ("IndentationError", "TabError"), "", N_(
            "This line is not indented like the others of its block. Four spaces a level, and no tabs."
        )),
        Cause("syntax", ("SyntaxError",), "", N_(
            "Python cannot read this line. The fault is at the mark, or just before it."
        )),
        Cause("unbound-local", ("UnboundLocalError",), "", N_(
            "The function gives {0} a value somewhere, so it is local, and here it has none yet. Give it one first, or "
            "pass it in."
        )),
        Cause("name", ("NameError",), "", N_(
            "Nothing here is called {0}. It is misspelt, not imported, or defined further below."
        )),
        Cause("none-attribute", ("AttributeError",), "'NoneType' object has no attribute", N_(
            "What stands before the dot is None. Look where it comes from: a function without `return`, or a search "
            "that found nothing."
        )),
        Cause("attribute", ("AttributeError",), "", N_(
            "The object before the dot has no such attribute. Compare the name, or look what the object really is."
        )),
        Cause("not-called", ("TypeError",), "'method' object does not support the context manager", N_(
            "A method stands behind `with` and is not called. Write its parentheses."
        )),
        Cause("function-index", ("TypeError",), "'function' object is not subscriptable", N_(
            "A function stands where a value is wanted. `url_for` takes the name of a view as text, in quotes."
        )),
        Cause("none-index", ("TypeError",), "'NoneType' object is not subscriptable", N_(
            "What stands before the bracket is None. With a request: there was no JSON body."
        )),
        Cause("text-plus-number", ("TypeError",), "can only concatenate str", N_(
            "A text and something else cannot be joined by `+`. To join, make both texts, as an f-string does; to add, "
            "make both numbers. What comes from a URL or a form is a text."
        )),
        Cause("compared-types", ("TypeError",), "not supported between instances of", N_(
            "{0} cannot compare these two: they are of two types. What comes from a URL or a form is a text."
        )),
        Cause("operand-types", ("TypeError",), "unsupported operand type", N_(
            "These two values cannot be combined like that. One is of another type than you expect: values from a "
            "request are texts."
        )),
        Cause("argument-missing", ("TypeError",), "missing", N_(
            "A function is called with too few arguments. Compare the call with its `def`."
        )),
        Cause("argument-extra", ("TypeError",), "positional argument", N_(
            "A function is called with too many arguments. Compare the call with its `def`."
        )),
        Cause("no-caller", ("TypeError",), "special caller argument", N_(
            "The macro is called by `call` and does not print the piece that it is given: `{{ caller() }}` is missing "
            "in it."
        )),
        Cause("hook-none", ("TypeError",), "'NoneType' object is not callable", N_(
            "None is called as if it were a function. If the app has an `after_request`: that hook has to return the "
            "response."
        )),
        Cause("not-callable", ("TypeError",), "is not callable", N_(
            "There are parentheses behind something that is no function. A name may have been given another value."
        )),
        Cause("unhashable", ("TypeError",), "unhashable type", N_(
            "A list or dict cannot be a key. Use a text, a number or a tuple."
        )),
        Cause("header-key", ("KeyError",), "'HTTP_", N_(
            "The request has no such header field. Use `request.headers.get()` where it may be missing."
        )),
        Cause("key", ("KeyError",), "", N_(
            "The dict has no key {message}. Use `.get()` where it may be missing, and compare the spelling."
        )),
        Cause("index", ("IndexError",), "", N_(
            "The list is shorter than that. Counting begins at 0, so the last index is its length less one."
        )),
        Cause("int-of-text", ("ValueError",), "invalid literal for int()", N_(
            "This text is no whole number, so `int()` cannot read it."
        )),
        Cause("unpack", ("ValueError",), "to unpack", N_(
            "There are more or fewer values than names on the left. Where a view returns `body, status, fields`, the "
            "fields are a dict."
        )),
        Cause("zero", ("ZeroDivisionError",), "", N_(
            "Something is divided by zero. See what is to happen in that case."
        )),
        Cause("circular", ("ImportError", "AttributeError"), "circular import", N_(
            "Two files import each other, and one of them is not ready yet. Move what both need into a third."
        )),
        Cause("import-name", ("ImportError",), "cannot import name", N_(
            "The module is there, and has no {0}. Compare the name; a file of yours may hide a library."
        )),
        Cause("no-module", ("ModuleNotFoundError",), "", N_(
            "There is no module {0}. Here are Python itself, Flask, SQLAlchemy, Jinja, and the files of the exercise."
        )),
        Cause("recursion", ("RecursionError",), "", N_(
            "A function calls itself without end. It needs a case in which it does not."
        )),
        Cause("no-input", ("EOFError",), "", N_(
            "`input()` has nobody to ask here. Take values from the arguments."
        )),
        Cause("forbidden", ("PermissionError",), "", N_(
            "Code of exercises may not use the network, other programs, or files outside of its folder."
        )),
        Cause("forbidden", ("BlockingIOError",), "", N_(
            "Code of exercises may not start other processes."
        )),
        Cause("no-file", ("FileNotFoundError",), "", N_(
            "There is no such file. The folder of the exercise has its own files alone."
        )),
        Cause("memory", ("MemoryError",), "", N_(
            "The code wants more memory than it may have. Look for something that grows without end."
        )),
    )  # fmt: skip


CAUSES = _causes()

STATUSES = {
    404: N_("No route fits this path, or the view says that there is nothing. Compare path and route, slash by slash."),
    405: N_("A route fits the path, but not with this method. Name it: `methods=[\"POST\"]`, or `@app.post`."),
    308: N_("Either the view redirects, or its route ends in `/` and the request does not: then Flask redirects."),
    415: N_("`request.get_json()` wants a body whose Content-Type is application/json, and refuses any other."),
    400: N_("Flask answers so itself where a key is missing in the form, or a body is no JSON."),
    302: N_("The view redirects. Look at Location to see where to."),
    401: N_("The view asks for credentials: its check does not accept those that were sent."),
    403: N_("This says that it is known who asks, and refused. For those who are not known there is 401."),
}  # fmt: skip
"""What it usually means when a check got this status and wanted another."""

SITUATIONS = {
    "no-commit": N_("The change was made and never committed, so it was rolled back when the session ended."),
    "n-plus-one": N_(
        "The same SELECT ran once for each row (N+1 queries). Load what belongs to the rows with them, by "
        "`selectinload` or a join."
    ),
    "reloaded": N_(
        "Rows were loaded that had been loaded before: a commit makes all objects expire. Commit once, and read what "
        "you need before it."
    ),
    "timeout": N_("It was stopped: perhaps a loop whose condition never becomes false."),
    "output": N_("It was stopped: it printed without end."),
    "disk": N_("It was stopped: it wrote more files than it may."),
    "memory": N_("It was stopped: it wants more memory than it may have. Look for something that grows without end."),
    "results": N_("It was stopped: what it gave back is too large."),
    "died": N_("The process ended before it was done, so nothing can be said of the rest."),
    "exit": N_("`exit()` ends the whole program, so the checks could not run. Let the function return instead."),
}
LACKS = {
    "app": N_("There is no Flask app here. Make one, as in `app = Flask(__name__)`."),
    "socket": N_("This machine cannot hand a socket to the workshop, so the app cannot be visited here."),
    "models": N_("There are no models here. They are classes below a `Base` that is a `DeclarativeBase`."),
    "function": N_("There is no function {name} here. The check calls it by that name."),
    "table": N_("No model has the table {name}. Its name is in `__tablename__`."),
    "column": N_("There is no column {name}. The check puts rows with it into the table."),
}

_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def cause_of(trouble: Trouble) -> Cause | None:
    """The first cause that fits an exception."""
    return next((c for c in CAUSES if trouble.type in c.types and _fits(c, trouble.message)), None)


def _fits(cause: Cause, message: str) -> bool:
    return all(piece in message for piece in cause.part.split("…"))


def explained(trouble: Trouble) -> str:
    """What an exception means here; "" if the catalogue does not have it. Markdown."""
    found = cause_of(trouble)
    if found is None:
        return ""
    names = [f"`{a or b}`" for a, b in _QUOTED.findall(trouble.message)]
    message = trouble.message.strip("'\"").splitlines()[0] if trouble.message.strip() else ""
    return _filled(_(found.text), names, f"`{message}`")


def _filled(text: str, names: list[str], message: str) -> str:
    """The text with its places filled; templates have braces of their own, so it is not `format` that does it."""
    for n in (0, 1):
        text = text.replace(f"{{{n}}}", names[n] if n < len(names) else _("that"))
    return text.replace("{message}", message)


def lacking(what: str) -> str:
    """What the code would have to have, as a sentence."""
    kind, _blank, name = what.partition(" ")
    return _(LACKS[kind]).replace("{name}", f"`{name}`") if kind in LACKS else what


def of_miss(miss: Miss) -> str:
    """What a miss usually means; "" where the difference says it."""
    if miss.trouble is not None and (told := explained(miss.trouble)):
        return told
    if miss.at == "lacks":
        return lacking(miss.got)
    if miss.why:
        return _(SITUATIONS[miss.why])
    if miss.at == "status" and miss.got[:3].isdecimal():
        return _(STATUSES.get(int(miss.got[:3]), "")) if int(miss.got[:3]) in STATUSES else ""
    return ""


def of_end(result: Result) -> str:
    """What it means that a run did not come to its end."""
    if result.trouble is not None and result.ended == "error":
        return explained(result.trouble)
    return _(SITUATIONS[result.ended]) if result.ended in SITUATIONS else ""


