from django.apps import AppConfig


class StockConfig(AppConfig):
    """What one writes with Wagtail alone; installed by bench.settings and nowhere else."""

    name = "bench.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
