"""Every error in one shape: a plain page for people, problem details for programs."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.problems import Details, Problem, problem_of
from forderungsgraph.sparql import problem_response

from .answers import framework_response, prefers_page
from .languages import Language, language

_SENTENCES = {
    Problem.NOT_FOUND: ("Unter dieser Adresse gibt es hier nichts.", "There is nothing at this address."),
    Problem.METHOD: ("Diese Adresse wird mit GET gelesen.", "This address is read by GET."),
    Problem.TOO_LARGE: (
        "Die Anfrage ist größer, als der Dienst annimmt.",
        "The request is larger than the service accepts.",
    ),
    Problem.INTERNAL: (
        "Der Dienst kann die Anfrage gerade nicht beantworten.",
        "The service cannot answer the request at the moment.",
    ),
}


def register(app: Flask) -> None:
    """Let an application answer all errors in one shape."""

    def http(error: HTTPException) -> Response:
        problem = Problem.of_status(error.code or 500)
        ours = error.description if error.description != type(error).description else None
        response = answer_problem(_told(problem, ours))
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response

    def known(error: ForderungsgraphError) -> Response:
        return answer_problem(problem_of(error))

    def unknown(error: Exception) -> Response:
        app.logger.error("%s", type(error).__name__, exc_info=error)
        return answer_problem(_told(Problem.INTERNAL))

    app.register_error_handler(HTTPException, http)
    app.register_error_handler(ForderungsgraphError, known)
    app.register_error_handler(Exception, unknown)


def _told(problem: Problem, ours: str | None = None) -> Details:
    """Return a problem in both languages, or as the code that ran into it says it in the language of the page."""
    if ours is not None:
        return Details(problem, ours, english=ours if language() is Language.ENGLISH else None)
    german, english = _SENTENCES.get(problem, (f"{problem.title}.", f"{problem.title_en}."))
    return Details(problem, german, english=english)


def answer_problem(details: Details) -> Response:
    """Return a problem as a page or as problem details, as the client prefers."""
    if prefers_page():
        page = render_template("problem.html", problem=details, alternates=[])
        response = make_response(page, details.problem.status)
        if details.retry_after is not None:
            response.headers["Retry-After"] = str(details.retry_after)
        return response
    return framework_response(problem_response(details))
