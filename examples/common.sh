# Sourced by the examples: how to call the registry, and a small model in production to begin with.
#   REGISTRY   address of the registry (default http://127.0.0.1:8080)
#   TOKEN      an admin token
api="${REGISTRY:-http://127.0.0.1:8080}/api/v1"
modelreg=${MODELREG:-"$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/artifacts/bin/ModelRegistry.Cli/release/modelreg"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# call TOKEN METHOD PATH [curl options]: prints the answer; a refusal too.
call() { local token=$1 method=$2 path=$3; shift 3; curl --silent --show-error -X "$method" -H "Authorization: Bearer $token" "$@" "$api/$path"; echo; }

# field NAME: the first value of that name in the JSON read.
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1; }

# words NAME: the same for text that may hold commas.
words() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" | head -n 1; }

# train ROUNDS: a small ranking model on a synthetic market, in a process of its own; its files are in $work/out.
train() {
    "$modelreg" train --market "$work/none" --from 2013-02-08 --to 2014-12-31 --every 20 --rounds "$1" --seeds 1 --out "$work/out" --json |
        tail -n 1 | cut -c 1-120
}

# register MODEL: uploads what was trained and registers it as the next version.
register() {
    local artifact profile
    artifact=$(call "$TOKEN" PUT artifacts --data-binary "@$work/out/model.json" | field digest)
    profile=$(call "$TOKEN" PUT artifacts --data-binary "@$work/out/profile.json" | field digest)
    sed "1s/{/{\"artifact\": \"$artifact\", \"trainingProfile\": \"$profile\",/" "$work/out/version.json" >"$work/version.json"
    call "$TOKEN" POST "models/$1/versions" --data-binary "@$work/version.json" | cut -c 1-120
}

# reviewer: makes a second principal, because nobody approves their own model, and prints their token.
reviewer() { call "$TOKEN" POST tokens -d '{"principal": "reviewer", "role": "Approver"}' | field token; }

# promote REVIEWER MODEL NUMBER: approves, waives the metric gates on record, and prints the stage.
promote() {
    call "$1" POST "models/$2/versions/$3/approvals" -d '{"comment": "for trying out"}' >"$work/approval"
    call "$1" POST "ml/$2/promote" -d "{\"version\": $3, \"reason\": \"trying out\",
        \"overrides\": {\"min_rank_ic\": \"-Infinity\", \"min_icir\": \"-Infinity\", \"min_sharpe\": \"-Infinity\", \"max_drawdown\": \"Infinity\"}}" | field stage
}

# day NUMBER: an as-of time, the days counted from 2015-01-01.
day() { date -u -d "2015-01-01 + $1 days" +%Y-%m-%dT00:00:00Z; }

# units DAY COUNT SHIFT: a predict body for that many entities with seeded random features.
units() {
    awk -v asof="$(day "$1")" -v n="$2" -v shift="$3" -v seed="$1" 'BEGIN {
        srand(seed); printf "{\"durable\": true, \"instances\": ["
        for (i = 1; i <= n; i++) printf "%s{\"entity\": \"E%d\", \"asOf\": \"%s\", \"features\": {\"momentum_1m_rank\": %.4f, \"return_1d\": %.5f, \"abs_return_1d\": %.5f}}",
            (i > 1 ? "," : ""), i, asof, rand() - 0.5, (rand() - 0.5) * 0.02 + shift, rand() * 0.01 + shift
        printf "]}" }'
}

# outcomes DAY COUNT: an actuals body for the same entities.
outcomes() {
    awk -v asof="$(day "$1")" -v n="$2" -v seed="$1" 'BEGIN {
        srand(seed + 1000); printf "{\"actuals\": ["
        for (i = 1; i <= n; i++) printf "%s{\"entity\": \"E%d\", \"asOf\": \"%s\", \"value\": %.5f}", (i > 1 ? "," : ""), i, asof, (rand() - 0.5) * 0.1
        printf "]}" }'
}
