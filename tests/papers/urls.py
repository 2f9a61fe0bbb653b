from django.urls import include, path

from tests.papers import views

urlpatterns = [path("papers/<int:pk>/", views.paper, name="paper"), path("", include("intranet.urls"))]
