from django.urls import path

from reporting.views import (
    bundles,
    compare,
    difference,
    explain,
    figures,
    files,
    handbook,
    history,
    monthly,
    projects,
    quality,
    reports,
)

app_name = "reporting"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("bestall/", figures.order, name="order"),
    path("varfor/", explain.why, name="why"),
    path("jamfor/", compare.compare_page, name="compare"),
    path("projekt/", projects.side_by_side_page, name="side_by_side"),
    path("fil/<slug:form>/", files.figures_file, name="figures_file"),
    path("kvalitet/", quality.quality_page, name="quality"),
    path("kvalitet/<uuid:enrolment>/<slug:check>/", quality.accept, name="accept_gap"),
    path("kvalitet/<uuid:enrolment>/<slug:check>/aterkalla/", quality.withdraw, name="withdraw_gap"),
    path("hjalp/", handbook.indicator_help, name="help"),
    path("historik/", history.history, name="history"),
    path("manad/", monthly.start, name="start_monthly"),
    path("manad/<uuid:standing_order>/avsluta/", monthly.end, name="end_monthly"),
    path("samling/", bundles.order_all, name="order_all"),
    path("samling/<uuid:bundle>/", bundles.bundle_page, name="bundle"),
    path("samling/<uuid:bundle>/arkiv/", bundles.archive, name="archive"),
    path("samling/<uuid:bundle>/avbryt/", bundles.cancel_waiting, name="cancel_waiting"),
    path("samling/<uuid:bundle>/igen/", bundles.again, name="gather_again"),
    path("<uuid:public_id>/", reports.report_page, name="report"),
    path("<uuid:public_id>/pdf/", reports.download, name="download"),
    path("<uuid:public_id>/fil/<slug:form>/", files.report_file, name="report_file"),
    path("<uuid:public_id>/skillnad/", difference.difference_page, name="difference"),
    path("<uuid:public_id>/avbryt/", reports.cancel, name="cancel"),
    path("<uuid:public_id>/igen/", reports.retry, name="retry"),
]
