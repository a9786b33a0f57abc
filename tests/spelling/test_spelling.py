"""`rostrum check --spelling`, with dictionaries of a few words made here."""

import json
import pickle
import sys
from pathlib import Path

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, source, write_files, write_settings

from rostrum.build import spelling
from rostrum.cache.bodies import BodyStore, MissingBodyError
from rostrum.spelling.dictionaries import Speller, find_dictionary, list_folders

# A compound of two nouns, a plural, and letters that are not ASCII in an encoding of old.
GERMAN_RULES = """\
SET ISO8859-1
TRY esianrtolcdugmphbyfvkwqxzäüöß
WORDCHARS ß
COMPOUNDMIN 2
COMPOUNDRULE 1
COMPOUNDRULE AB
SFX P Y 1
SFX P 0 n .
"""
GERMAN = "Größe/P Straße/P Führungskräfte/A dialog/B Dialog Ein Satz über Text das Werk und leitet"
ENGLISH = "A text about the and works leadership"
HALLO = {"title": "Straße", "lang": "de"}


def write_dictionary(folder: Path, name: str, rules: str, words: str) -> None:
    encoding = "latin-1" if "8859" in rules else "utf-8"
    listed = words.split()
    text = "\n".join([str(len(listed)), *listed, ""])
    (folder / f"{name}.aff").write_text(rules, encoding)
    (folder / f"{name}.dic").write_text(text, encoding)


@pytest.fixture
def dictionaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a German and an English dictionary, the only ones there are."""
    folder = tmp_path / "dictionaries"
    folder.mkdir()
    write_dictionary(folder, "de_DE", GERMAN_RULES, GERMAN)
    write_dictionary(folder, "en_GB", "SET UTF-8\n", ENGLISH)
    monkeypatch.setenv("DICPATH", str(folder))
    monkeypatch.setattr("rostrum.build.spelling.list_folders", lambda _environ: [folder])
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys, dictionaries, alone) -> Run:
    """`rostrum …` in a site with a person."""
    monkeypatch.chdir(tmp_path)
    write_settings(tmp_path / "pelicanconf.py", {})
    write_files(tmp_path, {"content/people/anna.md": ANNA.replace("Vorständin", "Werk")})
    return make_run(monkeypatch, capsys)


def findings(run: Run, *words: str) -> list[str]:
    """Return the findings on spelling of a check as data, `path:line:column: message`."""
    code, out, _err = run("check", "--format", "json", *words)
    assert code == 0
    return [
        f"{it['path']}:{it['line']}:{it['column']}: {it['message']}"
        for it in json.loads(out)["diagnostics"]
        if it["code"].startswith("spelling")
    ]


def write(**texts: str) -> None:
    write_files(Path.cwd(), {f"content/posts/{name}.md": text for name, text in texts.items()})


def test_each_unknown_word_is_told_once_at_its_first_place(run):
    write(a=post("Ein Sazt.\n\nUnd das Sazt.\n", title="Strase", lang="de", summary="Ein Txet"))
    assert findings(run, "--spelling") == [
        'content/posts/a.md:2:9: "Strase" is not in the dictionary',
        'content/posts/a.md:6:15: "Txet" is not in the dictionary',
        'content/posts/a.md:8:5: "Sazt" is not in the dictionary; this text has it 2 times',
    ]


def test_hints_suggest_words(run):
    write(a=post("Strase und Xyzzyxx\n", **HALLO))
    _code, out, _err = run("check", "--spelling", "--format", "json")
    hints = [it["hint"] for it in json.loads(out)["diagnostics"] if it["code"] == "spelling"]
    assert hints == [
        'Did you mean "Straße"? Or add it to spelling.txt.',
        "Correct it, or add it to spelling.txt in the content folder.",
    ]


def test_a_compound_and_its_parts_are_known(run):
    text = "Führungskräftedialog, Führungskräfte-Dialog, Größen, Fuehrungsdialog\n"
    write(a=post(text, **HALLO))
    assert findings(run, "--spelling") == [
        'content/posts/a.md:7:54: "Fuehrungsdialog" is not in the dictionary'
    ]


def test_a_name_beyond_the_encoding_is_not_judged(run):
    write(a=post("Kovač und Łódź\n", **HALLO))
    assert findings(run, "--spelling") == []


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_texts_in_both_dialects_are_checked(run, dialect):
    write_settings(Path("pelicanconf.py"), {"ROSTRUM": {"markdown": dialect}})
    text = (
        "## Werkk\n\n- Satzz\n\n| Textt |\n|---|\n| Ein |\n\n![Dialogg](/a.png)\n\n"
        "Ein[^1] `kode`\n\n    kodee\n\nEin\n\n[^1]: Werkkk\n"
    )
    write(a=post(text, **HALLO))
    assert [it.split('"')[1] for it in findings(run, "--spelling")][:4] == [
        *("Werkk", "Satzz", "Textt", "Dialogg")
    ]
    assert any('"Werkkk"' in it for it in findings(run, "--spelling"))
    assert not any("kode" in it for it in findings(run, "--spelling"))


def test_the_language_is_that_of_the_text(run):
    write(
        a=post('Ein Text <span lang="en">about</span>\n', **HALLO),
        b=post("A text about Straße\n", title="The text", lang="en"),
    )
    assert findings(run, "--spelling") == [
        'content/posts/b.md:7:14: "Straße" is not in the dictionary'
    ]


def test_people_series_pages_and_topics_are_checked(run):
    write_files(
        Path.cwd(),
        {
            "content/people/ben.md": source("Leitet\n", name="Ben Kovač", summary="Ein Sazt"),
            "content/series/werk.md": source("Txet\n", title="Wrek", summary="Satz, Sazt"),
            "content/pages/text.md": source("Txet\n", title="Das Werk"),
            "content/topics.yaml": "tags:\n  Halle: Ein Txet\n",
        },
    )
    assert findings(run, "--spelling") == [
        'content/pages/text.md:4:1: "Txet" is not in the dictionary',
        'content/people/ben.md:3:15: "Sazt" is not in the dictionary',
        'content/series/werk.md:3:17: "Sazt" is not in the dictionary',
        'content/series/werk.md:5:1: "Txet" is not in the dictionary',
        'content/topics.yaml:2:14: "Txet" is not in the dictionary',
    ]


def test_names_of_the_site_are_known(run):
    write_files(Path.cwd(), {"content/series/wrek.md": source(title="Das Wrek")})
    text = "Anna Öllinger, Annas, Wrek, Zora, Kubernetes-Dialog, Offen\n"
    keys = {"tags": ["Kubernetes"], "category": "Gesagt", "written_with": ["Zora"]}
    write(a=post(text, **HALLO, **keys))
    assert findings(run, "--spelling") == []


def test_words_of_the_lists_are_known(run):
    write(
        a=post("Sazt Txet\n", **HALLO),
        b=post("Sazt Txet\n", title="A text", lang="en"),
    )
    write_files(
        Path.cwd(), {"content/spelling.txt": "# Namen\nTxet\n", "content/spelling.de.txt": "Sazt\n"}
    )
    assert findings(run, "--spelling") == [
        'content/posts/b.md:7:1: "Sazt" is not in the dictionary'
    ]


def test_the_setting_asks_in_each_check(run):
    write(a=post("Sazt\n", **HALLO), b=post("Txet\n", title="A text", lang="en"))
    assert findings(run) == []
    write_settings(Path("pelicanconf.py"), {"ROSTRUM": {"spelling": {"de": "de_DE"}}})
    assert findings(run) == ['content/posts/a.md:7:1: "Sazt" is not in the dictionary']


def test_no_build_checks_the_spelling(run):
    write_settings(Path("pelicanconf.py"), {"ROSTRUM": {"spelling": {"de": "de_DE"}}})
    write(a=post("Sazt\n", **HALLO))
    code, out, _err = run("build", "--format", "json", "--as-of", "2026-11-22")
    assert (code, "spelling" in out) == (0, False)


@pytest.mark.parametrize(
    "rules", [{"ignore": {"posts/a.md": ["spelling"]}}, {"levels": {"spelling": "off"}}]
)
def test_spelling_is_ignored_as_other_rules_are(run, rules):
    write_settings(Path("pelicanconf.py"), {"ROSTRUM": rules})
    write(a=post("Sazt\n", **HALLO))
    assert findings(run, "--spelling") == []


def test_a_comment_ignores_the_spelling_of_a_line(run):
    comment = "<!-- rostrum: ignore spelling: so heißt er -->"
    write(a=post(f"Sazt {comment}\n\nTxet\n", **HALLO))
    assert findings(run, "--spelling") == [
        'content/posts/a.md:9:1: "Txet" is not in the dictionary'
    ]
    _code, out, _err = run("check", "--format", "json")
    assert "ignore-unused" not in out


def test_a_check_of_a_file_reports_its_words_alone(run):
    write(a=post("Sazt\n", **HALLO), b=post("Txet\n", title="Text", lang="de"))
    assert findings(run, "--spelling", "content/posts/b.md") == [
        'content/posts/b.md:7:1: "Txet" is not in the dictionary'
    ]


def test_an_author_can_make_it_an_error(run):
    write_settings(Path("pelicanconf.py"), {"ROSTRUM": {"levels": {"spelling": "error"}}})
    write(a=post("Sazt\n", **HALLO))
    assert run("check", "--spelling")[0] == 1
    assert run("check")[0] == 0


def test_word_lists_are_never_published(build):
    files = {"people/anna.md": ANNA, "spelling.txt": "Txet\n", "spelling.de.txt": "Sazt\n"}
    text = post("[Wörter](../spelling.txt)\n")
    site = build({**files, "posts/a.md": text}, {"STATIC_PATHS": [""], "ARTICLE_PATHS": ["posts"]})
    assert not any("spelling" in file for file in site.all_files)
    assert "file-withheld" in site.codes


# What is missing


def test_a_missing_library_is_one_finding(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "hunspell", None)
    write(a=post("Sazt\n", **HALLO))
    assert findings(run, "--spelling") == [
        "--spelling:1:1: the spelling is not checked: the library chunspell is not installed"
    ]
    assert findings(run) == []


def test_a_missing_dictionary_is_told_at_its_setting(run):
    settings = {"ROSTRUM": {"spelling": {"de": "de_DE", "en": "en_US"}}}
    write_settings(Path("pelicanconf.py"), settings)
    write(a=post("Sazt\n", **HALLO), b=post("A text\n", title="A text", lang="en"))
    found = findings(run)
    assert found[0] == 'content/posts/a.md:7:1: "Sazt" is not in the dictionary'
    assert found[1].startswith("pelicanconf.py:")
    assert found[1].endswith('the spelling of "en" is not checked: there is no dictionary "en_US"')
    assert len(found) == 2


def test_a_dictionary_serves_the_forms_of_a_language(run):
    settings = {"DEFAULT_LANG": "de-AT", "ROSTRUM": {"spelling": {"de": "de_DE"}}}
    write_settings(Path("pelicanconf.py"), settings)
    write(a=post("Sazt\n", title="Straße"))
    assert findings(run) == ['content/posts/a.md:6:1: "Sazt" is not in the dictionary']


def test_a_language_without_texts_needs_no_dictionary(run, dictionaries):
    (dictionaries / "en_GB.dic").unlink()
    write(a=post("Satz\n", **HALLO))
    assert findings(run, "--spelling") == []


def test_a_job_goes_to_other_processes_after_its_use(run, dictionaries):
    german = find_dictionary("de", "de_DE", [dictionaries], dictionaries)
    job = spelling.SpellingJob(Path(), BodyStore(Path()), {"de": german})
    assert job.suggest([("de", "Strase")]) == [("Straße",)]
    assert pickle.loads(pickle.dumps(job)).suggest([("de", "Strase")]) == [("Straße",)]


def test_a_site_may_bring_its_dictionary(run, dictionaries):
    write_dictionary(Path.cwd(), "own", "SET UTF-8\n", "Sazt Straße")
    write_settings(Path("pelicanconf.py"), {"ROSTRUM": {"spelling": {"de": "./own"}}})
    write(a=post("Sazt Text\n", **HALLO))
    assert [it for it in findings(run) if "posts" in it] == [
        'content/posts/a.md:7:6: "Text" is not in the dictionary'
    ]


def test_the_usual_dictionary_of_a_language_is_found(tmp_path):
    for name in ("de_AT_frami", "de_CH", "nl", "en_US", "en_GB"):
        write_dictionary(tmp_path, name, "SET UTF-8\n", "a")
    (tmp_path / "fr_FR.dic").write_text("0\n")  # without its rules

    def find(lang: str, name: str = "") -> str:
        found = find_dictionary(lang, name, [tmp_path / "none", tmp_path], tmp_path)
        return found.name if found else ""

    names = [find(lang) for lang in ("de", "de-AT", "nl", "en", "en-GB", "fr", "pl")]
    assert names == ["de_AT_frami", "de_AT_frami", "nl", "en_US", "en_GB", "", ""]
    assert (find("en", "en_GB"), find("en", "en_AU")) == ("en_GB", "")


def test_dicpath_comes_first(tmp_path):
    own = tmp_path / "Library" / "Spelling"
    own.mkdir(parents=True)
    folders = list_folders({"DICPATH": str(tmp_path), "HOME": str(tmp_path)})
    assert folders[:2] == [tmp_path, own]


# The cache


def test_an_unchanged_text_is_not_checked_again(run, monkeypatch):
    write(a=post("Sazt\n", **HALLO), b=post("Txet\n", title="Text", lang="de"))
    before = findings(run, "--spelling")
    asked = []
    monkeypatch.setattr(
        spelling.SpellingJob, "_check", lambda _job, item: asked.append(item.path) or ()
    )
    assert findings(run, "--spelling") == before
    assert asked == []
    write(b=post("Textt\n", title="Text", lang="de"))
    assert findings(run, "--spelling") == before[:1]
    assert asked == ["posts/b.md"]


def test_a_lost_text_is_checked_the_next_time(run, monkeypatch):
    write(a=post("Sazt\n", **HALLO))

    def lose(_store, _body):
        raise MissingBodyError

    with monkeypatch.context() as patch:
        patch.setattr(BodyStore, "read", lose)
        assert findings(run, "--spelling") == []
    assert findings(run, "--spelling") == [
        'content/posts/a.md:7:1: "Sazt" is not in the dictionary'
    ]


def test_a_longer_list_counts_at_once(run):
    write(a=post("Sazt Txet\n", **HALLO))
    assert len(findings(run, "--spelling")) == 2
    write_files(Path.cwd(), {"content/spelling.txt": "Txet\n"})
    assert len(findings(run, "--spelling")) == 1


def test_another_dictionary_counts_at_once(run, dictionaries):
    write(a=post("Sazt Txet\n", **HALLO))
    assert len(findings(run, "--spelling")) == 2
    write_dictionary(dictionaries, "de_DE", GERMAN_RULES, f"{GERMAN} Txet")
    assert len(findings(run, "--spelling")) == 1


def test_moved_words_are_told_where_they_are(run):
    write(a=post("Sazt\n", **HALLO))
    findings(run, "--spelling")
    write(a=post("\n\nSazt\n", **HALLO))
    assert findings(run, "--spelling") == [
        'content/posts/a.md:9:1: "Sazt" is not in the dictionary'
    ]


def test_suggestions_are_limited_and_kept(run, monkeypatch):
    asked = []
    suggest = Speller.suggest
    monkeypatch.setattr(
        Speller, "suggest", lambda self, word: asked.append(word) or suggest(self, word)
    )
    monkeypatch.setattr(
        "rostrum.core.parallel.WorkerPool.size", property(lambda _pool: 1)
    )  # all work in this process
    letters = "abcdefgh"
    words = " ".join(f"Sat{one}{two}" for one in letters for two in letters)
    write(a=post(f"{words}\n", **HALLO))
    assert len(findings(run, "--spelling")) == 64
    assert len(asked) == 20
    findings(run, "--spelling")
    assert len(asked) == 20
    findings(run, "--spelling", "content/posts/a.md")
    assert len(asked) == 40


def test_german_of_the_system_knows_compounds_and_forms(run, monkeypatch):
    if find_dictionary("de", "de_DE", real := list_folders({}), Path()) is None:
        pytest.skip("this machine has no de_DE dictionary: apt install hunspell-de-de")
    monkeypatch.setattr("rostrum.build.spelling.list_folders", lambda _environ: real)
    text = (
        "Der Führungskräfte-Dialog, die E-Mail-Adresse, Vor- und Nachteile, Übergrößenträger, "
        "Datenschutzgrundverordnung. Mitarbeiter:innen, Kolleg*innen, Kolleg_innen und "
        "KollegInnen, jede:r, Ärzt:innen. Das gibt's, auf’s, z.B. 3-jährig, bzw. so.\n\n"
        "Ein Qualitätsmanagmentsystem.\n"
    )
    write(a=post(text, **HALLO))
    assert findings(run, "--spelling") == [
        'content/posts/a.md:9:5: "Qualitätsmanagmentsystem" is not in the dictionary'
    ]
