"""Finding a project by what somebody types."""

import unicodedata

import pytest

from projects.models import Project
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("decompose", [True, False])
def test_a_name_is_found_however_its_letters_are_composed(*, decompose: bool) -> None:
    project = factories.project(name="Fotfäste på Åland")
    assert (
        Project.objects.named(f" {unicodedata.normalize('NFD' if decompose else 'NFC', project.name)} ")
        == project
    )
    assert Project.objects.named(str(project.public_id)) == project
