# Sourced by run.sh and test.sh: installs what is missing and builds.
# Needs $root, the folder of the repository. The build reads GrainRuntime from the environment: InProcess (the default) or Orleans.

bin="$root/artifacts/bin"
[ "${GrainRuntime:-}" = Orleans ] && bin="$root/artifacts/orleans/bin"

say() { printf '%s\n' "$*" >&2; }

missing() {
    say "missing: $1"
    say "install it with: $2"
    exit 1
}

# install PACKAGE...: with apt where that is possible, else says what to do.
install_packages() {
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "installing $*"
        export DEBIAN_FRONTEND=noninteractive
        if ! { apt-get install -y -qq --no-install-recommends "$@" || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; }; } >"$setup_log" 2>&1; then
            tail -n 5 "$setup_log" >&2
            missing "$*" "apt-get install $*"
        fi
    else
        missing "$*" "sudo apt-get install $*"
    fi
}

find_initdb() {
    command -v initdb && return
    local candidate
    for candidate in /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /usr/local/pgsql/bin/initdb /opt/homebrew/opt/postgresql*/bin/initdb; do
        [ -x "$candidate" ] && { printf '%s\n' "$candidate"; return; }
    done
    return 1
}

# PostgreSQL without a default cluster: the registry keeps a private one of its own.
install_postgresql() {
    if [ "$(id -u)" -eq 0 ] && [ -d /etc/apt ]; then
        install_packages postgresql-common
        sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    install_packages postgresql
}

has_xgboost() {
    ldconfig -p 2>/dev/null | grep 'libxgboost\.so\.0' >/dev/null
}

# setup_machine [tests]
setup_machine() {
    setup_log=$(mktemp)
    trap 'rm -f "$setup_log"' RETURN
    command -v dotnet >/dev/null || missing "the .NET 10 SDK" "see https://dot.net/download, or your system's package dotnet-sdk-10.0"
    find_initdb >/dev/null || install_postgresql
    has_xgboost || install_packages libxgboost0
    # Only the dashboard needs Node.js: the registry runs without.
    dashboard_is_built || has_node || (install_packages nodejs npm) || true
    # Only the tests of the dashboard need a browser: they are skipped without.
    [ "${1:-}" != tests ] || [ -x /usr/bin/chromium ] || (install_packages chromium) || true
    [ "${1:-}" != tests ] || [ "${GrainRuntime:-}" != Orleans ] || [ -n "${Orleans__SqlScripts:-}" ] || missing_orleans_scripts
}

# The packages of the AdoNet providers do not carry the scripts that make their tables.
missing_orleans_scripts() {
    local version
    version=$(sed -n 's:.*<OrleansVersion>\(.*\)</OrleansVersion>.*:\1:p' "$root/Directory.Packages.props")
    missing "the SQL scripts of Orleans's AdoNet providers" \
        "git clone --depth 1 --branch v$version https://github.com/dotnet/orleans; export Orleans__SqlScripts=\$PWD/orleans/src/AdoNet"
}

has_node() {
    command -v node >/dev/null && command -v npm >/dev/null
}

dashboard_sources() {
    (cd "$root/src/ModelRegistry.Dashboard" && find . -type f -not -path './node_modules/*' -exec cksum {} + | LC_ALL=C sort -k 3 | cksum)
}

dashboard_is_built() {
    [ -f "$root/src/ModelRegistry.Silo/wwwroot/index.html" ] && [ "$(dashboard_sources)" = "$(cat "$root/artifacts/dashboard.sources" 2>/dev/null)" ]
}

# The web pages, into the host's wwwroot; only when they have changed. The registry is built with or without them.
build_dashboard() {
    dashboard_is_built && return
    if ! has_node; then
        say "the dashboard is not built: that needs Node.js 18 or later with npm"
        return
    fi
    local log
    log=$(mktemp)
    say "building the dashboard"
    if (cd "$root/src/ModelRegistry.Dashboard" && npm ci --ignore-scripts && npm run build) >"$log" 2>&1; then
        mkdir -p "$root/artifacts"
        dashboard_sources >"$root/artifacts/dashboard.sources"
    else
        tail -n 5 "$log" >&2
        say "the dashboard is not built; the registry runs without it"
    fi
    rm -f "$log"
}

# Builds what runs; prints only what went wrong.
build_product() {
    local log
    build_dashboard
    log=$(mktemp)
    say "building"
    if ! dotnet build "$root/src/ModelRegistry.Silo" -c Release --nologo -v quiet >"$log" 2>&1 ||
        ! dotnet build "$root/src/ModelRegistry.Cli" -c Release --nologo -v quiet >>"$log" 2>&1; then
        grep -E 'error|warn' "$log" | sort -u | head -n 20 >&2
        rm -f "$log"
        say "the build failed"
        exit 1
    fi
    rm -f "$log"
}
