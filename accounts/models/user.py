"""The people who sign in."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.access import Permission


class UserManager(BaseUserManager["User"]):
    """Finds and creates users by e-mail address, which is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user. Without a password the account can't sign in until it gets one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user for whom Django's own permissions are no limit; gives no role in any project."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def visible_to(self, user: "User | AnonymousUser", permission: "Permission") -> "models.QuerySet[User]":
        """People with a role, past or to come, where the user holds an office with `permission` today."""
        if not user.is_authenticated:
            return self.none()
        from accounts.access import offices_with  # noqa: PLC0415  needs the user model to be there

        over = user.offices.current().filter(role__in=offices_with(permission)).values("organisation")
        ways = (
            {"memberships__project__organisation__in": over},
            {"offices__organisation__in": over},
            {"seats__company__organisation__in": over},
        )
        reached = models.Q()
        for way in ways:
            # One question each: joined in a single one, they would multiply each other's rows.
            reached |= models.Q(pk__in=self.filter(**way).values("pk"))
        return self.filter(reached)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user who signs in with this address, however it is cased."""
        return self.get(email=(username or "").strip().lower())


def called(name: str, email: str) -> str:
    """What a user goes by: the name, or the address of one who has none."""
    return name or email


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in, known by e-mail. What they may do follows from their memberships."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this address.")},
    )
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("active"), default=True)
    # Sessions hold a digest of it: with another one, every session that is open has ended.
    session_stamp = models.UUIDField(default=uuid.uuid4, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="user_email_lower_case",
                condition=models.Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return called(self.name, self.email)

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be this user's: another after a new password or a new stamp."""
        return salted_hmac(
            "accounts.User.session", f"{self.password} {self.session_stamp}", algorithm="sha256"
        ).hexdigest()
