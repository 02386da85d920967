"""Public addresses of the chains, beside the register's page."""

from django.urls import path

from honors.chain.views import chain, heads

app_name = "chain"

urlpatterns = [
    path("dau-so.json", heads, name="heads"),
    path("chuoi/<str:name>.json", chain, name="register"),
]
