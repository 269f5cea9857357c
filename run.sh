#!/usr/bin/env bash
# Starts the registry, or shows what it does.
#   ./run.sh [serve] [--urls URL] [--data-dir DIR] [--postgres CONN]
#   ./run.sh demo [--market DIR] [--quick] [--exit] [--report FILE]
#   ./run.sh modelreg ...                                  the command line, such as `./run.sh modelreg train --help`
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/setup.sh"

usage() { sed -n '2,5p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; }

command=${1:-serve}
case "$command" in
    -h | --help | help) usage; exit 0 ;;
    -*) command=serve ;;
    serve | demo | modelreg) shift || true ;;
    *) echo "run.sh: '$command' is not known" >&2; usage >&2; exit 2 ;;
esac

setup_machine
build_product
silo="$bin/ModelRegistry.Silo/release/modelreg-silo"
modelreg="$bin/ModelRegistry.Cli/release/modelreg"

case "$command" in
    serve) exec "$silo" "$@" ;;
    modelreg)
        [ "${1:-}" = config ] && exec "$silo" "$@"
        cd "$OLDPWD" 2>/dev/null || true; exec "$modelreg" "$@"
        ;;
    demo) PATH="$(dirname "$silo"):$PATH" exec "$modelreg" demo "$@" ;;
esac
