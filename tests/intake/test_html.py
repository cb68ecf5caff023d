"""HTML as its reader sees it. "→" stands for a tab, "⏎" for a line break within a cell."""

from __future__ import annotations

import time

import pytest

from intake.html import to_text


def shown(source: str) -> str:
    return to_text(source).replace("\t", "→").replace("\u2028", "⏎")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("<p>Раз<p>Два", "Раз\n\nДва", id="paragraphs"),
        pytest.param("<div>Раз<div>Два</div>Три</div>", "Раз\nДва\nТри", id="blocks"),
        pytest.param("Раз<br>Два<br><br>Три", "Раз\nДва\n\nТри", id="line breaks"),
        pytest.param("го<b>то</b>вы <i>к</i>\n работе", "готовы к работе", id="inline elements"),
        pytest.param("а&nbsp;&laquo;б&raquo; &#1074;", "а «б» в", id="entities"),
        pytest.param("под&shy;клю\u200bче\ufeffние", "подключение", id="invisible signs"),
        pytest.param("<p><o:p>&nbsp;</o:p></p><p>Да<o:p></o:p>", "Да", id="Office paragraphs"),
        pytest.param("Да<!--[if mso]><p>нет</p><![endif]--><!-- x -->", "Да", id="comments"),
        pytest.param("<style>p{}</style><script>x</script><title>t</title>Да", "Да", id="code"),
        pytest.param('<p style="DISPLAY : none">нет</p><p hidden>нет</p>Да', "Да", id="hidden"),
        pytest.param('<p style="font-size:0.9em">Да</p>', "Да", id="small is not hidden"),
        pytest.param("<pre>а  б\n  в</pre>", "а  б\n  в", id="preformatted"),
        pytest.param("<ul><li>раз<li>два</ul>", "- раз\n- два", id="bullets"),
        pytest.param("<ol start=3><li>раз<li>два</ol>", "3. раз\n4. два", id="numbers"),
        pytest.param("", "", id="nothing"),
        pytest.param("просто текст < 5 & более", "просто текст < 5 & более", id="no markup"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert shown(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param(
            "<table><tr><th>ФИО</th><th>Тел.</th></tr><tr><td>Ли А.</td><td>5-11<br>5-12</td></tr></table>",  # noqa: E501
            "ФИО→Тел.\nЛи А.→5-11⏎5-12",
            id="rows and cells",
        ),
        pytest.param(
            "<table><tr><td><p>а</p><p>б</p></td><td>в</td></tr><tr><td>г</td><td>д</td></tr></table>",
            "а⏎б→в\nг→д",
            id="paragraphs in cells",
        ),
        pytest.param(
            "<table><tr><td rowspan=2>а<td>б<tr><td>в<tr><td colspan=2>г<td>д</table>",
            "а→б\n→в\nг→→д",
            id="spans keep columns in their places",
        ),
        pytest.param(
            "<table><tr><td><p>Раз</p><p>Два</p></td></tr></table>", "Раз\n\nДва", id="one cell"
        ),
        pytest.param(
            "<table><tr><td>Отдел<br>приёмная<br>тел.</td><td>Кому<br>куда<br>зачем</td></tr></table>",
            "Отдел\nприёмная\nтел.\nКому\nкуда\nзачем",
            id="a letterhead side by side",
        ),
        pytest.param(
            "<table><tr><td>до<table><tr><td>а<td>б<tr><td>в<td>г</table>после</td></tr></table>",
            "до\nа→б\nв→г\nпосле",
            id="a table in a frame",
        ),
        pytest.param(
            "а<table><tr><td>б<td>в<tr><td>г<td>д</table>е", "а\nб→в\nг→д\nе", id="text around"
        ),
    ],
)
def test_tables(source: str, text: str) -> None:
    assert shown(source) == text


def test_quotes_are_marked_line_by_line() -> None:
    source = "Готовы.<blockquote>Прошу сообщить<br>о готовности<blockquote>ранее</blockquote></blockquote>Подпись"  # noqa: E501
    assert (
        shown(source) == "Готовы.\n>\n> Прошу сообщить\n> о готовности\n> >\n> > ранее\n\nПодпись"
    )


def test_a_table_in_a_quote_is_quoted() -> None:
    quoted = "<blockquote><table><tr><td>а<td>б<tr><td>в<td>г</table></blockquote>"
    assert shown("Да" + quoted) == "Да\n>\n> а→б\n> в→г"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<div>" * 5000 + "Да" + "</div>" * 5000, id="5,000 divs"),
        pytest.param("<table><tr><td>" * 300 + "Да" + "</td></tr></table>" * 300, id="300 tables"),
        pytest.param("<table><tr><td>" * 30_000 + "Да", id="30,000 tables"),
        pytest.param("<ul><li>" * 60_000 + "Да", id="60,000 lists"),
        pytest.param("<blockquote>" * 70_000 + "Да", id="70,000 quotes"),
        pytest.param("<b><i>" * 80_000 + "Да", id="unclosed inline elements"),
        pytest.param("слово " * 170_000 + "Да", id="one line of 1 MB"),
        pytest.param("<table>" + "<tr><td rowspan=999 colspan=99>x" * 20_000 + "Да", id="spans"),
        pytest.param("<br>" * 250_000 + "Да", id="breaks"),
        pytest.param("<" * 900_000 + "Да", id="brackets"),
    ],
)
def test_hostile_markup_is_read_in_linear_time(source: str) -> None:
    start = time.process_time()
    text = to_text(source)
    assert time.process_time() - start < 4  # of this process; a square would take minutes
    assert "Да" in text
