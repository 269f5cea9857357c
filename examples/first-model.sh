#!/usr/bin/env bash
# A first model by hand: train, register, be refused, approve, promote, predict, say what happened.
#   REGISTRY=http://127.0.0.1:8080 TOKEN=... examples/first-model.sh
set -euo pipefail
api="${REGISTRY:-http://127.0.0.1:8080}/api/v1"
modelreg=${MODELREG:-"$(cd "$(dirname "$0")/.." && pwd)/artifacts/bin/ModelRegistry.Cli/release/modelreg"}
model=first-model-$$
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# call TOKEN METHOD PATH [curl options]: prints the answer; a refusal too.
call() { local token=$1 method=$2 path=$3; shift 3; curl --silent --show-error -X "$method" -H "Authorization: Bearer $token" "$@" "$api/$path"; echo; }
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1; }

echo "== a second principal, because nobody approves their own model"
second=$(call "$TOKEN" POST tokens -d '{"principal": "reviewer", "role": "Approver"}' | field token)

echo "== train on a synthetic market, in a process of its own"
"$modelreg" train --market "$work/none" --from 2013-02-08 --to 2014-12-31 --every 20 --rounds 20 --seeds 1 --out "$work/out" --progress json | tail -n 1

echo "== upload what was trained"
artifact=$(call "$TOKEN" PUT artifacts --data-binary "@$work/out/model.json" | field digest)
profile=$(call "$TOKEN" PUT artifacts --data-binary "@$work/out/profile.json" | field digest)
echo "artifact $artifact"

echo "== register"
call "$TOKEN" POST models -d "{\"name\": \"$model\"}" | cut -c 1-200
sed "1s/{/{\"artifact\": \"$artifact\", \"trainingProfile\": \"$profile\",/" "$work/out/version.json" >"$work/version.json"
call "$TOKEN" POST "models/$model/versions" -H "Idempotency-Key: first" --data-binary "@$work/version.json" | cut -c 1-200

echo "== promote: refused, with every gate"
call "$TOKEN" POST "ml/$model/promote" -d '{"version": 1}'

echo "== the reviewer approves, and waives the metric gates on record"
call "$second" POST "models/$model/versions/1/approvals" -d '{"comment": "for trying out"}' | cut -c 1-200
call "$second" POST "ml/$model/promote" -d '{"version": 1, "reason": "trying out",
  "overrides": {"min_rank_ic": "-Infinity", "min_icir": "-Infinity", "min_sharpe": "-Infinity", "max_drawdown": "Infinity"}}' | field stage

echo "== predict, durably"
call "$TOKEN" POST "models/$model/predict" -d '{"durable": true, "instances": [
  {"entity": "AAA", "asOf": "2015-01-02T00:00:00Z", "features": {"momentum_1m_rank": 0.4, "return_1d": 0.01}},
  {"entity": "BBB", "asOf": "2015-01-02T00:00:00Z", "features": {"momentum_1m_rank": -0.4, "return_1d": -0.02}}]}'

echo "== what really happened; the first value stays"
call "$TOKEN" POST "models/$model/actuals" -d '{"actuals": [{"entity": "AAA", "asOf": "2015-01-02T00:00:00Z", "value": 0.031}]}'
call "$TOKEN" POST "models/$model/actuals" -d '{"actuals": [{"entity": "AAA", "asOf": "2015-01-02T00:00:00Z", "value": 0.031}]}'

echo "== who did what"
call "$TOKEN" GET "models/$model/history?pageSize=3" | cut -c 1-300
