from __future__ import annotations

from django import forms
from django.template import RequestContext, Template
from django.test import RequestFactory


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="Say what is wrong.", error_messages={"required": "Give the topic a title"})
    kind = forms.ChoiceField(
        label="What is it?", widget=forms.RadioSelect, choices=[("a", "Ask"), ("b", "Tell")], error_messages={"required": "Say what it is"}
    )
    tags = forms.CharField(label="Tags", required=False, widget=forms.TextInput(attrs={"class": "input--short"}))
    watch = forms.BooleanField(label="Watch", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def shown(form: forms.Form) -> str:
    template = Template('{% include "components/form.html" with form=form submit="Send" keep="new" only %}')
    return " ".join(template.render(RequestContext(RequestFactory().get("/"), {"form": form})).split())


def test_form_joins_hint_and_error_to_the_field() -> None:
    page = shown(Sample({"kind": "a"}))
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'id="id_title_helptext"' in page
    assert 'id="id_title_error"' in page


def test_form_leads_from_the_summary_to_each_field() -> None:
    page = shown(Sample({}))
    assert "Two things need changing" in page
    assert '<a href="#id_title">Give the topic a title</a>' in page
    assert '<a href="#id_kind_0">Say what it is</a>' in page
    assert 'id="id_kind_0"' in page


def test_form_says_what_is_optional() -> None:
    assert page_label(shown(Sample()), "id_tags") == 'Tags <span class="muted">(optional)</span>'


def test_form_without_errors_has_no_summary() -> None:
    page = shown(Sample())
    assert 'id="errors"' not in page
    assert "aria-invalid" not in page


def test_form_keeps_a_class_of_the_widget() -> None:
    assert 'class="input input--short"' in shown(Sample())


def page_label(page: str, ident: str) -> str:
    return page.split(f'<label for="{ident}">')[1].split("</label>")[0]
