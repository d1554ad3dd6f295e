"""Where packs lie: a path says it itself, a name is looked for beside the program and in the working folder."""

from pathlib import Path
from typing import Final

from answerable.base.packs.faults import Fault, PackError, meant

HERE: Final = Path(__file__).resolve()


def shelves() -> list[Path]:
    """Folders that hold packs, the nearest first."""
    beside = [parent / "packs" for parent in HERE.parents[3:5]]  # the checkout, or what an installer put beside us
    return [folder for folder in (Path.cwd() / "packs", *beside) if folder.is_dir()]


def names() -> list[str]:
    """Packs that can be loaded by name."""
    return sorted({one.parent.name for shelf in shelves() for one in shelf.glob("*/pack.yaml")})


def find(name: str | Path) -> Path:
    """The folder of a pack. Raises FaultyPack when there is none."""
    path = Path(name)
    if path.is_dir() and (path.parent != Path() or (path / "pack.yaml").exists()):
        return path
    for shelf in shelves():
        if len(path.parts) == 1 and (shelf / path / "pack.yaml").is_file():
            return shelf / path
    raise PackError([Fault(str(name), 0, "no such pack", meant(str(name), names()) if names() else "Give its folder")])
