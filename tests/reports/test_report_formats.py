"""Findings as GitHub, GitLab, code scanning and a comment on a merge request take them."""

import json
import re
from pathlib import Path

import comrak
import pytest
from bs4 import BeautifulSoup

from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import group_digits
from rostrum.i18n.user_language import load_diagnostics
from rostrum.reports.formats import FORMATS
from rostrum.reports.markdown import format_markdown
from rostrum.reports.repository_report import RepositoryReport
from rostrum.reports.rules import read_rules

HOSTILE = "`x` | @boss #12 www.evil.example <b>\n::error::x ##[error] 100%, a:b \u202e"


def make_report(message=None, *, path="content/posts/a.md", line=4, code="person-unknown"):
    report = Report()
    text = message or _('there is no person "%(name)s"', name="ana")
    report.error(
        code, SourceLocation(path, line, 11), text, _('Did you mean "%(near)s"?', near="x")
    )
    return report


def write(format, report, folder="/site", root="/site", language=None):
    where = {"folder": Path(folder), "root": Path(root)}
    if language:
        where["language"] = language
    return FORMATS[format](RepositoryReport(report, **where))


def render(markdown):
    """Return what a host makes of a comment in Markdown, as far as its parser decides on it."""
    extensions = comrak.ExtensionOptions(table=True, autolink=True, strikethrough=True)
    return BeautifulSoup(comrak.markdown_to_html(markdown, extensions, None, None), "html.parser")


# GitHub's annotations


def test_github_gets_a_command_for_each_finding():
    assert write("github", make_report()) == (
        "::error file=content/posts/a.md,line=4,col=11,title=error[person-unknown]::"
        'there is no person "ana". hint: Did you mean "x"?'
    )


def test_github_gets_errors_before_warnings():
    report = make_report(path="z.md")
    report.warning("image-alt", SourceLocation("a.md"), _("a picture has no text"))
    commands = write("github", report).splitlines()
    assert [command.partition(" ")[0] for command in commands[:2]] == ["::error", "::warning"]


def test_text_of_an_author_is_never_a_command_of_github():
    report = make_report(_("wrong: %(text)s", text=HOSTILE), path="content/a,line=1::b%.md")
    (command,) = write("github", report).splitlines()
    assert command.startswith("::error file=content/a%2Cline=1%3A%3Ab%25.md,line=4,col=11,title=")
    assert command.endswith(
        "::wrong: `x` | @boss #12 www.evil.example <b> ::error::x # [error] 100%25, a:b  . "
        'hint: Did you mean "x"?'
    )


def test_a_wrong_option_is_annotated_without_a_file():
    command = write("github", make_report(path="--content")).splitlines()[0]
    assert command.startswith("::error title=error[person-unknown]::--content: there is no person")


# GitLab's Code Quality


def test_gitlab_gets_an_object_for_each_finding():
    [finding] = json.loads(write("gitlab", make_report()))
    assert re.fullmatch("[0-9a-f]{32}", finding.pop("fingerprint"))
    assert finding == {
        "description": 'there is no person "ana". hint: Did you mean "x"?',
        "check_name": "person-unknown",
        "severity": "major",
        "location": {"path": "content/posts/a.md", "lines": {"begin": 4}},
    }


def fingerprints(report, **where):
    return [finding["fingerprint"] for finding in json.loads(write("gitlab", report, **where))]


def test_a_fingerprint_stays_on_another_line_and_in_german():
    german = load_diagnostics(("de",)).translations
    assert fingerprints(make_report(line=4)) == fingerprints(make_report(line=9), language=german)


def test_findings_alike_have_fingerprints_of_their_own():
    report = make_report(line=4)
    report.extend(make_report(line=9))
    first, second = fingerprints(report)
    assert first != second
    assert fingerprints(make_report(line=20)) == [first]


def test_a_site_without_findings_is_an_empty_list():
    assert json.loads(write("gitlab", Report())) == []


# SARIF


def run_of(report, **where):
    log = json.loads(write("sarif", report, **where))
    assert log["version"] == "2.1.0"
    return log["runs"][0]


def test_sarif_has_the_finding_and_its_rule():
    run = run_of(make_report())
    [rule], [result] = run["tool"]["driver"]["rules"], run["results"]
    assert rule["id"] == result["ruleId"] == "person-unknown"
    assert rule["shortDescription"]["text"].startswith("An author or contributor (`written_with`)")
    assert "Correct the name, or add the file" in rule["help"]["text"]
    assert result["level"] == "error"
    assert result["message"] == {"text": 'there is no person "ana". hint: Did you mean "x"?'}
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "content/posts/a.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 11},
    }
    assert len(result["partialFingerprints"]["primaryLocationLineHash"]) == 32


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("content/Über uns #1.md", "content/%C3%9Cber%20uns%20%231.md"),
        ("content/100%.md", "content/100%25.md"),
        ("../elsewhere/a.md", "file:///elsewhere/a.md"),
        ("a:b.md", "a%3Ab.md"),
    ],
)
def test_a_sarif_address_is_relative_and_encoded(path, uri):
    [result] = run_of(make_report(path=path))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_text_of_an_author_is_no_link_in_sarif():
    [result] = run_of(make_report(_("%(x)s", x="[free](https://evil.example)")))["results"]
    assert result["message"]["text"].startswith("[free] (https://evil.example)")


def test_each_code_has_a_rule_with_meaning_and_remedy():
    rules = read_rules()
    assert {code for code in {*FIXED, *CHANGEABLE} if not rules[code].remedy} == set()


# Markdown for a comment


def test_markdown_has_a_table_for_each_file():
    report = make_report()
    report.warning("image-alt", SourceLocation("content/b.md", 2), _("a picture has no text"))
    assert write("markdown", report) == (
        "### Rostrum: 1 error, 1 warning.\n\n"
        "**`content/b.md`**\n\n"
        "| Line | Level | Finding |\n| ---: | --- | --- |\n"
        "| 2 | warning `image-alt` | a picture has no text |\n\n"
        "**`content/posts/a.md`**\n\n"
        "| Line | Level | Finding |\n| ---: | --- | --- |\n"
        '| 4 | error `person-unknown` | there is no person "`ana`"<br>'
        'hint: Did you mean "`x`"? |'
    )


def test_markdown_is_in_the_language_of_the_site():
    text = write("markdown", make_report(), language=load_diagnostics(("de",)).translations)
    assert text.startswith("### Rostrum: 1 Fehler, keine Warnungen.")
    assert "| Zeile | Stufe | Meldung |" in text


@pytest.mark.parametrize(
    "text", [HOSTILE, "`", "``", "a`", "\\", "\\|", "|", "a\\`|`|", " ", "x" * 999]
)
def test_text_of_an_author_is_inline_code_in_markdown(text):
    page = render(write("markdown", make_report(_("say %(text)s", text=text), path=f"a/{text}")))
    cells = [cell.get_text() for cell in page.tbody("td")]
    assert len(cells) == 3
    for code in page("code"):
        code.extract()
    left = page.get_text()
    assert page("a") == []
    assert not re.search("boss|evil|#12", left)


def test_text_in_markdown_is_shown_as_it_was_written():
    page = render(write("markdown", make_report(_("say %(text)s", text="a|b `c` <i> @d"))))
    assert page("code")[2].get_text() == "a|b `c` <i> @d"


def test_numbers_are_numbers_and_commits_are_none():
    text = _("%(n)s, %(hash)s", n=group_digits(20_000), hash="1234567")
    assert "| 20,000, `1234567`<br>" in write("markdown", make_report(text))


def test_a_comment_is_limited_and_shows_the_errors():
    report = Report()
    for line in range(1, 30):
        report.warning("image-alt", SourceLocation("a.md", line), _("a picture has no text"))
    report.extend(make_report(path="z.md"))
    text = format_markdown(RepositoryReport(report), most=3)
    assert text.count("\n| ") == 3 + 2 * 2
    assert "person-unknown" in text
    assert text.endswith("\n\nAnd 27 more findings.")


# Paths


def test_paths_begin_at_the_root_of_the_repository():
    [finding] = json.loads(write("gitlab", make_report(), folder="/repo/blog", root="/repo"))
    assert finding["location"]["path"] == "blog/content/posts/a.md"


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("github", "::notice file=content/posts/a.md"),
        ("gitlab", '"severity": "info"'),
        ("sarif", '"level": "note"'),
        ("markdown", "note `placeholder`"),
    ],
)
def test_a_note_is_one_in_each_format(format, words):
    report = Report()
    report.note("placeholder", SourceLocation("content/posts/a.md", 4), _("Remove it."))
    assert words in write(format, report)


def test_a_code_that_is_off_has_a_level_of_sarif():
    run = run_of(make_report(code="quotes-straight"))
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "none"}
