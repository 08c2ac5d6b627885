"""Language, start page, health and the design gallery."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.access import public, signed_in
from accounts.context_processors import navigation
from accounts.gallery import gallery_context


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead the user to the first place that their role opens."""
    places = navigation(request)["navigation"]
    if places:
        return redirect(places[0].url)
    return render(request, "accounts/no_role.html")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("language", "")
    if translation.check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@public
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every token and component of the look, for those who build pages."""
    return render(request, "gallery.html", gallery_context())
