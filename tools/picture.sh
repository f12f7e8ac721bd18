#!/usr/bin/env bash
# A picture of the page beside its articles, as a browser shows it: picture.sh PAGE.html PICTURE.jpg
set -euo pipefail
page=$(realpath "$1")
picture=$2
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  { echo 'there is no chromium: sudo apt-get install chromium' >&2; exit 3; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$browser" --headless --no-sandbox --hide-scrollbars --window-size=1600,1000 --virtual-time-budget=5000 \
  --user-data-dir="$folder/profile" --screenshot="$folder/page.png" "file://$page" >/dev/null 2>&1
mkdir -p "$(dirname "$picture")"
"${PYTHON:-$(dirname "$0")/../.venv/bin/python}" -c 'import sys; from PIL import Image; Image.open(sys.argv[1]).convert("RGB").save(sys.argv[2], quality=82, optimize=True)' \
  "$folder/page.png" "$picture"
echo "$picture"
