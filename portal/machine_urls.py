"""Addresses other programs read."""

from django.urls import path, re_path

from portal.feeds import views as feeds
from portal.icons import icon
from portal.robots import robots
from portal.sitemap import views as sitemap
from portal.social_cards import views as cards

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", icon, {"name": "favicon.ico"}),
    path("apple-touch-icon.png", icon, {"name": "apple-touch-icon.png"}),
    path("sitemap.xml", sitemap.sitemap_index, name="sitemap"),
    path("sitemap/<slug:name>-<int:number>.xml", sitemap.sitemap_section, name="sitemap_section"),
    path("the.png", cards.site_card, name="site_card"),
    re_path(r"^so-ghi-danh/(?P<slug>[-\w]{1,255})/the\.png$", cards.profile_card, name="profile_card"),
    re_path(r"^ban-tin/(?P<slug>[-\w]{1,255})/the\.png$", cards.bulletin_card, name="bulletin_card"),
    path("ban-tin/rss.xml", feeds.bulletins_rss, name="bulletins_rss"),
    path("ban-tin/atom.xml", feeds.bulletins_atom, name="bulletins_atom"),
    path("so-ghi-danh/rss.xml", feeds.register_rss, name="register_rss"),
]
