import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

LOAD = "{% load drawn i18n %}"


def test_a_remembered_part_sees_the_named_values_alone():
    part = Template(LOAD + "{% remembered who=name %}{{ who }}/{{ name }}{{ secret }}{% endremembered %}")
    assert part.render(Context({"name": "<张>", "secret": "x"})) == "&lt;张&gt;/"
    assert part.render(Context({"name": "李", "secret": "x"})) == "李/"


def test_a_remembered_part_is_drawn_once_for_the_same_values():
    drawn = []

    class Word(str):
        def __str__(self) -> str:
            drawn.append(self)
            return "字"

    part = Template(LOAD + "{% remembered word=word %}{{ word }}{% endremembered %}")
    word = Word("word")
    first = part.render(Context({"word": word}))
    times = len(drawn)
    assert times
    assert part.render(Context({"word": word})) == first
    assert len(drawn) == times


def test_a_remembered_part_is_drawn_in_each_language():
    part = Template(LOAD + '{% remembered %}{% translate "保存" %}{% endremembered %}')
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            said.append(part.render(Context()))
    assert said == ["保存", "Save", "保存"]


def test_a_remembered_part_takes_only_named_values():
    with pytest.raises(TemplateSyntaxError):
        Template(LOAD + "{% remembered name %}{% endremembered %}")
