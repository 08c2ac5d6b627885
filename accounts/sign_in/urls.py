"""The addresses of signing in. Their names are django-allauth's, which looks its pages up by them."""

from django.urls import path

from accounts.sign_in import openid, views

urlpatterns = [
    path("logga-in/", views.sign_in, name="account_login"),
    path("logga-in/steg-2/", views.second_step, name="mfa_authenticate"),
    path("logga-in/nyckel/", views.passkey_sign_in, name="mfa_login_webauthn"),
    path("logga-in/openid/", openid.openid_sign_in, name="openid_sign_in"),
    path("logga-in/openid/<str:provider_id>/", openid.openid_callback, name="openid_connect_callback"),
    path("logga-ut/", views.sign_out, name="account_logout"),
    path("glomt-losenord/", views.forgotten, name="account_reset_password"),
    path("glomt-losenord/kod/", views.mailed_code, name="account_confirm_password_reset_code"),
    path("glomt-losenord/nytt/", views.new_password, name="account_complete_password_reset"),
    path("bekrafta/", views.confirm, name="account_reauthenticate"),
    path("bekrafta/kod/", views.confirm_by_code, name="mfa_reauthenticate"),
    path("bekrafta/nyckel/", views.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("sakerhet/", views.security, name="mfa_index"),
    path("sakerhet/losenord/", views.change_password, name="account_change_password"),
    path("sakerhet/app/", views.set_up_app, name="mfa_activate_totp"),
    path("sakerhet/app/ta-bort/", views.remove_app, name="mfa_deactivate_totp"),
    path("sakerhet/nycklar/ny/", views.add_passkey, name="mfa_add_webauthn"),
    path("sakerhet/nycklar/<int:pk>/namn/", views.rename_passkey, name="mfa_edit_webauthn"),
    path("sakerhet/nycklar/<int:pk>/ta-bort/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("sakerhet/koder/", views.codes, name="mfa_view_recovery_codes"),
    path("sakerhet/koder/nya/", views.new_codes, name="mfa_generate_recovery_codes"),
    path("sakerhet/openid/", openid.openid_connect, name="openid_connect"),
    path("sakerhet/openid/<int:pk>/ta-bort/", openid.openid_disconnect, name="openid_disconnect"),
]
