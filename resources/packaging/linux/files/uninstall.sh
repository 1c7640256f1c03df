#!/bin/sh
# Takes away what install.sh made, and nothing else. What the program remembers stays.
set -eu

program=$(cd "$(dirname "$0")" && pwd -P)
list=$program/installed
data=${XDG_DATA_HOME:-$HOME/.local/share}

if [ ! -e "$list" ]; then
    echo "Fewtone is not installed from here: install.sh notes in $list what it makes." >&2
    exit 1
fi
noted=$(mktemp)
trap 'rm -f "$noted"' EXIT
# The newest first, so that a folder comes after what is in it.
sed -n '1!G;h;$p' "$list" > "$noted"
cd /
rm -rf "$program"
while read -r path; do
    if [ -d "$path" ] && [ ! -L "$path" ]; then
        # It is made of the entries that were there; of none, nothing is left of it.
        if [ "$(ls -A "$path")" = mimeinfo.cache ]; then
            rm "$path/mimeinfo.cache"
        fi
        # Others may have put something there.
        rmdir "$path" 2> /dev/null || true
    else
        rm -f "$path"
    fi
done < "$noted"
if [ -d "$data/applications" ] && command -v update-desktop-database > /dev/null; then
    update-desktop-database -q "$data/applications" || true
fi
remembered=${XDG_CONFIG_HOME:-$HOME/.config}/Fewtone
if [ "${1:-}" = --quiet ]; then
    exit
fi
if [ -d "$remembered" ]; then
    echo "Fewtone is gone. What it remembers is in $remembered."
else
    echo "Fewtone is gone."
fi
