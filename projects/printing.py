"""Letters and forms on paper, as answers to a request."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language


def pdf_answer(template: str, context: Mapping[str, object], *, file_name: str) -> HttpResponse:
    """Print a template that extends `layouts/paper.html`, in the language in force, as a file to keep.

    `file_name` names nobody: it stays in the browser's list of downloads and on the computer's disk.
    """
    from projects.paper import set_pages  # noqa: PLC0415  takes a second, which the others needn't wait for

    html = render_to_string(template, {"language": get_language(), **context})
    return HttpResponse(
        set_pages(html).content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
