"""The lines of Today.

The page has a hundred, each with a status, a sentence and two to four ways to settle it; a template's nodes
take two thirds of the page for them. So Python writes their markup, as reporting/templatetags/grids.py does
a grid's. The form to put an item off, of which there is one at most, is in templates/coaching/today.html.
"""

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address
from accounts.templatetags.drawn import drawn
from accounts.templatetags.whole_dates import whole_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template import Context

    from coaching.sessions import SessionLine
    from coaching.today.items import Link
    from coaching.today.listing import Block, Line

register = template.Library()


@register.simple_tag(takes_context=True)
def due_lines(context: "Context", block: "Block", lines: "Iterable[Line]") -> SafeString:
    """Lines of a block, each as an item of a list."""
    items = [
        f"<li>{due(line)}{ways(context, block, line) if block.may_write else ''}</li>\n" for line in lines
    ]
    return mark_safe("".join(items))  # noqa: S308  what the two below have made


@register.simple_tag
def due(line: "Line") -> SafeString:
    """How the item stands, what it is and why."""
    status = drawn("status", state=str(line.urgency), label=line.urgency.label)
    said = f"<p>{status} {whole_dates(line.item.text)}</p>"
    return mark_safe(said)  # noqa: S308  a component, and a text that has gone through escape()


@register.simple_tag(takes_context=True)
def ways(context: "Context", block: "Block", line: "Line") -> SafeString:
    """The ways to settle the item and to put it off; each names the person, for who hears the link alone."""
    item, whom = line.item, escape(block.name)
    ways = [_link(link, whom) for link in item.links]
    if item.settle:
        ways.insert(0, _button(item.settle, escape(item.text), escape(str(context["csrf_token"]))))
    where, kind = escape(line.put_off), escape(str(item.kind.label))
    ways.append(
        f'<li><a href="{where}" hx-get="{where}">{escape(_("Put off"))}'
        f'<span class="visually-hidden">: {kind}, {whom}</span></a></li>'
    )
    listed = f'<ul class="today-links">{"".join(ways)}</ul>'
    return mark_safe(listed)  # noqa: S308  every text in it has gone through escape()


@register.simple_tag(takes_context=True)
def held_lines(context: "Context", lines: "Iterable[SessionLine]") -> SafeString:
    """Sessions as items of a list: when and where, who is entered, and a button with which all came."""
    items = [
        f'<li class="card-plain"><p>{_held(context, line)}</p>{_all_came(context, line)}</li>\n'
        for line in lines
    ]
    return mark_safe("".join(items))  # noqa: S308  every text in it has gone through escape()


def _held(context: "Context", line: "SessionLine") -> str:
    session = line.session
    due = line.is_due(context["today"])
    when = f"{session.held_on} {session.hours_of_day}" if due else session.hours_of_day
    where = f'<a href="{address("activities:session", session.public_id)}">{escape(session.called)}</a>'
    place = escape(f", {session.place}" if session.place else "")
    number = {"number": line.expected}
    if due:
        said = (
            ngettext("Not entered: %(number)s invited", "Not entered: %(number)s invited", line.expected)
            % number
        )
        entered = str(drawn("status", state="due", label=said))
    else:
        said = _("%(there)s of %(expected)s entered as there")
        entered = escape(said % {"there": line.there, "expected": line.expected})
    project = escape(f"{session.project.name} · ") if context["several"] else ""
    return f'<span class="nowrap">{when}</span> {where}{place}<span class="under">{project}{entered}</span>'


def _all_came(context: "Context", line: "SessionLine") -> str:
    """From when it begins; where the time is planned, since that is what is entered."""
    session = line.session
    if session.project_id not in context["writable"] or not session.planned_minutes:
        return ""
    if not line.expected or line.entered or not session.has_begun(context["now"]):
        return ""
    icon, token = drawn("icon", name="check-lg"), escape(str(context["csrf_token"]))
    everybody = escape(_("Everybody came"))
    return (
        f'<form method="post" action="{address("today:all_came", session.public_id)}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<button class="btn btn-sm" type="submit">{icon}{everybody}'
        f'<span class="visually-hidden">: {escape(session.called)} {session.held_on}</span></button></form>'
    )


def _link(link: "Link", whom: str) -> str:
    label = escape(str(link.label))
    return f'<li><a href="{escape(link.url)}">{label}<span class="visually-hidden">, {whom}</span></a></li>'


def _button(settle: "Link", what: str, token: str) -> str:
    """A form with nothing but a button, which posts that it is done; with script, in its place."""
    where, label = escape(settle.url), escape(str(settle.label))
    return (
        f'<li><form method="post" action="{where}" hx-post="{where}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<button class="btn btn-sm" type="submit">'
        f'{label}<span class="visually-hidden">: {what}</span></button></form></li>'
    )
