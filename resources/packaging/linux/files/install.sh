#!/bin/sh
# Installs Fewtone for you alone, without root: the program into ~/.local/lib/fewtone, the commands
# into ~/.local/bin, and what the desktop shows into ~/.local/share. Run it again to install another
# version over it; ~/.local/lib/fewtone/uninstall.sh takes everything away.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
commands=$HOME/.local/bin
program=$HOME/.local/lib/fewtone
list=$program/installed

if [ "$here" = "$program" ]; then
    echo "Fewtone is installed here already. To install another version, run its install.sh." >&2
    exit 1
fi
for command in fewtone fewtone-cli; do
    if [ -e "$commands/$command" ] && [ ! -e "$list" ]; then
        echo "$commands/$command is there already, and is not of this program: nothing was done." >&2
        exit 1
    fi
done

# A version that was installed before goes first, so that no file of it is left.
if [ -e "$list" ]; then
    sh "$program/uninstall.sh" --quiet
fi

# What is made is noted, folders too, as uninstall.sh takes away just that.
made=$(mktemp)
trap 'rm -f "$made"' EXIT
make_folder() {
    [ -d "$1" ] && return
    make_folder "$(dirname "$1")"
    mkdir "$1"
    echo "$1" >> "$made"
}

make_folder "$(dirname "$program")"
cp -R "$here" "$program"
make_folder "$commands"
for command in fewtone fewtone-cli; do
    ln -s "$program/$command" "$commands/$command"
    echo "$commands/$command" >> "$made"
done

# Desktops do not look for programs in ~/.local/bin, so their entries name the place. In it, a
# backslash is for sed and the other for the entry.
quoted=$(printf '%s' "$program/fewtone" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/[&|]/\\&/g')
place=$(printf '%s' "$program/fewtone" | sed -e 's/[\\&|]/\\&/g')
cd "$here/share"
# There is no place for zsh's completions of a single user.
find . -type f ! -path './zsh/*' | sort | while read -r file; do
    target=$data/${file#./}
    make_folder "$(dirname "$target")"
    case $file in
        *.desktop)
            sed -e "s|^Exec=fewtone|Exec=\"$quoted\"|" -e "s|^TryExec=fewtone|TryExec=$place|" \
                "$file" > "$target"
            # Dolphin takes entries of a user only if they may be run.
            chmod +x "$target"
            ;;
        *)
            cp "$file" "$target"
            ;;
    esac
    echo "$target" >> "$made"
done
mv "$made" "$list"
if command -v update-desktop-database > /dev/null; then
    update-desktop-database -q "$data/applications" || true
fi

echo "Fewtone is installed in $program, and among your programs."
case :$PATH: in
    *:"$commands":*) ;;
    *) echo "To use fewtone-cli in a terminal, add $commands to your PATH, or log in anew." ;;
esac
echo "To take it away again: $program/uninstall.sh"
