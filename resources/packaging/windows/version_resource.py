"""The version resource of a Windows program: what its properties and the task manager show."""

from __future__ import annotations

from resources.packaging.identity import AUTHORS, NAME

# A language and an encoding, both as Windows numbers them: American English, UTF-16.
_LANGUAGE, _ENCODING = 0x0409, 1200


def version_resource(version: str, program: str, description: str) -> str:
    """Return the resource in the form that PyInstaller reads.

    Parameters
    ----------
    version : str
        Three whole numbers with dots between them.
    program : str
        File name of the program.
    description : str
        What the task manager calls it.
    """
    numbers = (*map(int, version.split(".")), 0)
    texts = {
        "CompanyName": AUTHORS,
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": program.removesuffix(".exe"),
        "LegalCopyright": f"© {AUTHORS}. MIT licence.",
        "OriginalFilename": program,
        "ProductName": NAME,
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('{_LANGUAGE:04X}{_ENCODING:04X}', [{strings}])]), "
        f"VarFileInfo([VarStruct('Translation', [{_LANGUAGE}, {_ENCODING}])])])\n"
    )
