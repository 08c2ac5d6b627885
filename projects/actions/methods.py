"""By which methods a project works."""

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from projects.models import Project


@audited()
def set_methods(*, project: Project, by: User, supported_employment: bool) -> None:
    """Say whether a project works by supported employment. Processes that have begun stay shown.

    Raises ValidationError.
    """
    held = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if held.supported_employment == supported_employment:
        return
    held.supported_employment = supported_employment
    save_checked(held)
    subject = Subject(organisation_id=held.organisation_id, project_id=held.pk)
    record(verb=Verb.CHANGED, row=held, by=by, subject=subject, changed=["supported_employment"])
