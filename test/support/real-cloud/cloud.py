"""docs/cloud-api.yaml as Django REST framework and django-oauth-toolkit serve it. What only a test may do is at /control/, which
nginx does not lead to."""

import json
import os
import time

import django
from django.conf import settings

FOLDER = os.environ["CLOUD_FOLDER"]
settings.configure(
    SECRET_KEY="only a test's",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider", "rest_framework"],
    MIDDLEWARE=[f"{__name__}.keep"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/db", "OPTIONS": {"timeout": 20}}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    OAUTH2_PROVIDER={"SCOPES": {"restapi": "The REST API"}},
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["oauth2_provider.contrib.rest_framework.OAuth2Authentication"],
        "DEFAULT_PERMISSION_CLASSES": ["oauth2_provider.contrib.rest_framework.TokenHasScope"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
)
django.setup()

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import JsonResponse
from django.urls import include, path
from django.utils.timezone import now
from oauth2_provider.models import AccessToken, Application
from oauth2_provider.views import TokenView
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

# What a test has set, until gunicorn is started anew. One process, so that all of it sees the same.
STATE = {"commits_after_s": 0, "may_use_terminals": True, "closed_departments": []}
EXCHANGES = []


class Department(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "cloud"


class PaymentTerminal(models.Model):
    """As people and programs have left them: nearly everything may be missing, or be something else."""

    name = models.CharField(max_length=100, null=True)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT)
    model = models.CharField(max_length=40, null=True)
    bank = models.CharField(max_length=20, null=True)
    host = models.CharField(max_length=253)
    posxml_port = models.IntegerField(null=True)
    log_port = models.IntegerField(null=True)
    terminal_id = models.CharField(max_length=8, null=True)
    serial_number = models.CharField(max_length=64, null=True)
    protocol_version = models.CharField(max_length=16, null=True)
    status = models.CharField(max_length=20, null=True, default="pending")
    last_test_at = models.DateTimeField(null=True)
    last_test_outcome = models.CharField(max_length=20, null=True)
    last_test_reference = models.CharField(max_length=64, null=True)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "cloud"


class Taken(APIException):
    status_code = 409
    default_detail = "A payment terminal with this host and posxml_port already exists."


class DepartmentSerializer(serializers.HyperlinkedModelSerializer):
    class Meta:
        model = Department
        fields = ["id", "url", "name"]


class TerminalSerializer(serializers.HyperlinkedModelSerializer):
    class Meta:
        model = PaymentTerminal
        fields = [field.name for field in PaymentTerminal._meta.fields] + ["url"]

    def validate(self, given):
        whole = {**(self.instance.__dict__ if self.instance else {}), **given}
        others = PaymentTerminal.objects.exclude(pk=whole.get("id"))
        if others.filter(host__iexact=whole["host"], posxml_port=whole["posxml_port"]).exists():
            raise Taken()
        if given.get("status") == "active" and whole.get("last_test_outcome") != "returned":
            raise serializers.ValidationError({"status": ["A terminal is active only after its test was reversed."]})
        return given


class Pages(PageNumberPagination):
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 1000


class Departments(viewsets.ReadOnlyModelViewSet):
    required_scopes = ["restapi"]
    queryset = Department.objects.order_by("id")
    serializer_class = DepartmentSerializer
    pagination_class = Pages


class Terminals(
    mixins.ListModelMixin, mixins.CreateModelMixin, mixins.RetrieveModelMixin, mixins.UpdateModelMixin, viewsets.GenericViewSet
):
    required_scopes = ["restapi"]
    http_method_names = ["get", "post", "patch"]
    serializer_class = TerminalSerializer
    pagination_class = Pages

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not STATE["may_use_terminals"]:
            raise PermissionDenied()

    def get_queryset(self):
        times = [f"{field}__{how}" for field in ["created", "modified"] for how in ["gt", "gte", "lt", "lte"]]
        filters = ["host", "posxml_port", "terminal_id", "status", "department", *times]
        asked = {name: value for name, value in self.request.query_params.items() if name in filters}
        return PaymentTerminal.objects.filter(**asked).order_by("id")

    def perform_create(self, serializer):
        if serializer.validated_data["department"].id in STATE["closed_departments"]:
            raise PermissionDenied("This department can only be read.")
        time.sleep(STATE["commits_after_s"])
        serializer.save()


class EnteredByHand(viewsets.ViewSet):
    """There in the contract, and nothing in it: this instance has payment terminals."""

    required_scopes = ["restapi"]

    def list(self, request):
        return Response({"count": 0, "next": None, "previous": None, "results": []})


class Permissions(APIView):
    required_scopes = ["restapi"]

    def get(self, request):
        return Response(["Settings: Departments"] + ["Settings: Integration settings"] * STATE["may_use_terminals"])


def keep(answer):
    """Middleware: what was asked and answered, as the tests hold it to the contract."""

    def kept(request):
        body = request.body.decode()
        response = answer(request)
        if not request.path.startswith("/control/"):
            is_json = response.get("Content-Type", "").startswith("application/json")
            EXCHANGES.append(
                {
                    "method": request.method,
                    "path": request.path,
                    "query": request.META["QUERY_STRING"],
                    "contentType": request.content_type,
                    "body": body,
                    "status": response.status_code,
                    "answer": {"status": response.status_code, "json": json.loads(response.content) if is_json else None},
                }
            )
        return response

    return kept


def control(request):
    """Does what stands in the body, then tells everything."""
    wanted = json.loads(request.body or "{}")
    STATE.update(wanted.get("state", {}))
    for fields in wanted.get("put", []):
        PaymentTerminal.objects.create(**{"department_id": 1, **fields})
    if wanted.get("expire_tokens"):
        AccessToken.objects.update(expires=now())
    if wanted.get("empty"):
        PaymentTerminal.objects.all().delete()
        EXCHANGES.clear()
    return JsonResponse({"records": list(PaymentTerminal.objects.order_by("id").values()), "exchanges": EXCHANGES})


router = SimpleRouter()
router.register("department", Departments, basename="department")
router.register("paymentterminal", Terminals, basename="paymentterminal")
router.register("transaction_terminal", EnteredByHand, basename="transaction_terminal")
urlpatterns = [
    path("clinic/oauth2/token/", TokenView.as_view()),
    path("clinic/api/0.1/user/current/active_permissions/", Permissions.as_view()),
    path("clinic/api/0.1/", include(router.urls)),
    path("control/", control),
]

if not os.path.exists(f"{FOLDER}/made"):
    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Department)
        editor.create_model(PaymentTerminal)
    for clinic in ["Kesklinna loomakliinik", "Pirita loomakliinik", "Tartu loomakliinik"]:
        Department.objects.create(name=clinic)
    Application.objects.create(
        name="Integration terminal",
        client_id=os.environ["CLOUD_CLIENT_ID"],
        client_secret=os.environ["CLOUD_CLIENT_SECRET"],
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    open(f"{FOLDER}/made", "w").close()
application = get_wsgi_application()
