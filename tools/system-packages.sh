#!/usr/bin/env bash
# Installs the system packages that are missing: `user` what banmian needs, `test` also what the
# page maker and the browser tests need. Where that is not allowed, it says what to type and goes on.
set -euo pipefail

user=(tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-chi-sim-vert tesseract-ocr-chi-tra tesseract-ocr-chi-tra-vert
      poppler-utils libgl1 libglib2.0-0)
test=(fontconfig fonts-noto-cjk chromium chromium-driver)

case "${1:-}" in
  user) wanted=("${user[@]}") ;;
  test) wanted=("${user[@]}" "${test[@]}") ;;
  *) echo "usage: $0 user|test" >&2; exit 2 ;;
esac
python3 -c 'import ensurepip' 2>/dev/null || wanted+=(python3-venv)

if ! command -v dpkg-query >/dev/null; then
  echo "No Debian packages here. Please see to it that there are: ${wanted[*]}" >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    printf 'Missing, and only an administrator may install it:\n  sudo apt-get install %s\n' "${missing[*]}" >&2
    exit 0
  fi
  as_root=(sudo -n)
fi

echo "installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
  tail -n 5 "$log" >&2
  printf 'Could not install them. Try:\n  sudo apt-get update && sudo apt-get install %s\n' "${missing[*]}" >&2
fi
