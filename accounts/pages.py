"""Pages that ask: a form, or a question before something is taken away."""

from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.utils.translation import gettext as _

if TYPE_CHECKING:
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


def confirm_page(
    request: "HttpRequest", *, title: str, text: str, confirm: str, back: tuple[str, str], error: str = ""
) -> "HttpResponse":
    """Ask before something that takes away; `error` says why it couldn't be done."""
    page = {
        "title": title,
        "text": text,
        "confirm": confirm,
        "back_url": back[0],
        "back_label": back[1],
        "error": error,
    }
    return render(request, "layouts/confirm.html", page)
