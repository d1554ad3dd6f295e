"""The process that sets a report: JSON in, PDF/UA-1 out, with the type that the system ships and no other."""

import sys
from importlib import resources

FONTS = ("fontpkg_ibm_plex_sans", "fontpkg_literata")


def main() -> None:
    """Set what is given by the template that is named."""
    import typst

    fonts = [str(resources.files(package) / "files") for package in FONTS]
    pdf = typst.compile(
        sys.argv[1],
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"said": sys.stdin.buffer.read().decode()},
        pdf_standards=["ua-1"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
