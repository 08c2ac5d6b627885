"""Pages that ask: a form, or a question before something is taken away."""

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

SHOW_AND_SEND: Final = ["GET", "HEAD", "POST"]


def form_page(
    request: "HttpRequest",
    form: "BaseForm",
    *,
    title: str,
    back: tuple[str, str],
    lead: str = "",
    save: str = "",
    remove: str = "",
    template: str = "layouts/form.html",
    **context: object,
) -> "HttpResponse":
    """Draw a form with what must be put right.

    `back` is an address and its name, `save` the word on the button, `remove` the address of the page that
    asks before it removes. A `template` that extends the usual one finds `context` there too.
    """
    page = {
        "form": form,
        "title": title,
        "lead": lead,
        "save": save or _("Save"),
        "remove_url": remove,
        "back_url": back[0],
        "back_label": back[1],
        **context,
    }
    return render(request, template, page)


def ask_before(
    request: "HttpRequest",
    act: "Callable[[], object]",
    *,
    title: str,
    text: str,
    confirm: str,
    back: tuple[str, str],
    done: str,
    then: str,
    about: str = "",
    answer: str = "",
) -> "HttpResponse":
    """Ask before something that takes away. When the answer is yes: act, say that it is `done`, go to `then`.

    `back` is an address and its name, `confirm` the word on the button, `about` what would go, in its own
    words, and `answer` what the form sends as such, where the question isn't the same each time. What the
    action objects to (ValidationError) stands above the question.
    """
    error = ""
    if request.method == "POST":
        try:
            act()
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            messages.success(request, done)
            return redirect(then)
    page = {
        "title": title,
        "text": text,
        "about": about,
        "answer": answer,
        "confirm": confirm,
        "back_url": back[0],
        "back_label": back[1],
        "error": error,
    }
    return render(request, "layouts/confirm.html", page)
