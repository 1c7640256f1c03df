"""The command that prints the palette of a photo."""

from __future__ import annotations

import argparse

from core.cli.console import EXIT_DONE, EXIT_SOME_FAILED, complain, print_json
from core.cli.reducing import fixed_palette, recipe_of, reduce_photo, sentence, settings_of
from core.cli.source import photo_file


def palette(options: argparse.Namespace) -> int:
    """Print the palette of a photo, by share."""
    from core.palettes.json_list import colors_as_dicts

    settings = settings_of(options)
    try:
        fixed = fixed_palette(options)
        with photo_file(options.photo) as file:
            recipe = recipe_of(options, settings, fixed)
            _, result, distinct = reduce_photo(options.photo, file, recipe, options)
    except Exception as error:  # noqa: BLE001
        complain(sentence(error, f"Cannot reduce {options.photo}"))
        return EXIT_SOME_FAILED
    # A fixed palette comes in its own order, any other by share already.
    colors = sorted(colors_as_dicts(result.palette), key=lambda color: -color["count"])
    if options.json:
        print_json(
            {
                "photo": str(options.photo),
                "distinct_colors": distinct,
                "palette": colors,
                "notes": list(result.notes),
            }
        )
        return EXIT_DONE
    for color in colors:
        print(f"{color['hex']}  {100 * color['share']:6.2f} %")
    if not options.quiet:
        for note in result.notes:
            complain(note)
    return EXIT_DONE
