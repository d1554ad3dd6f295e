"""What an installation translated itself is not undone by the pack that it loads next."""

from pathlib import Path

from answerable.site import catalogues, translations


def _written(folder: Path, **phrases: str) -> None:
    path = translations.path_in(folder, "ka")
    catalogue = translations.read(path, "ka")
    for text, said in phrases.items():
        catalogue.delete(text)
        catalogue.add(text, string=said)
    translations.write(path, catalogue)


def _said(folder: Path) -> dict[str, str]:
    found = translations.read(translations.path_in(folder, "ka"), "ka")
    return {str(each.id): str(each.string) for each in found if each.id}


def test_what_an_installation_translated_itself_stays_when_a_pack_is_loaded(tmp_path: Path) -> None:
    pack, home = tmp_path / "pack", tmp_path / "home"
    _written(pack, Send="packs", Back="packs")
    assert catalogues.take(pack, home) == ["ka"]
    _written(home, Send="ours", Own="ours")
    _written(pack, Send="newer", Back="newer", Next="newer")
    catalogues.take(pack, home)
    assert _said(home) == {"Send": "ours", "Own": "ours", "Back": "newer", "Next": "newer"}


def test_a_catalogue_that_lay_there_before_any_pack_is_the_installations(tmp_path: Path) -> None:
    pack, home = tmp_path / "pack", tmp_path / "home"
    _written(home, Send="ours")
    _written(pack, Send="packs", Back="packs")
    catalogues.take(pack, home)
    assert _said(home) == {"Send": "ours", "Back": "packs"}


def test_a_catalogue_is_written_as_it_stands_so_that_a_new_phrase_changes_no_other(tmp_path: Path) -> None:
    (path,) = translations.SOURCE.glob("promises/locale/uk/LC_MESSAGES/django.po")
    translations.write(tmp_path / "django.po", translations.read(path, "uk"))
    assert (tmp_path / "django.po").read_bytes() == path.read_bytes()
