#!/usr/bin/env bash
# A first model by hand: train, register, be refused, approve, promote, predict, say what happened.
#   REGISTRY=http://127.0.0.1:8080 TOKEN=... examples/first-model.sh
set -euo pipefail
. "$(dirname "$0")/common.sh"
model=first-model-$$

echo "== train on a synthetic market, in a process of its own"
train 20

echo "== create the model, upload what was trained, register it"
call "$TOKEN" POST models -d "{\"name\": \"$model\"}" | cut -c 1-120
register "$model"

echo "== promote: refused, with every gate"
call "$TOKEN" POST "ml/$model/promote" -d '{"version": 1}'

echo "== a second principal approves, and waives the metric gates on record"
second=$(reviewer)
promote "$second" "$model" 1

echo "== predict, durably"
call "$TOKEN" POST "models/$model/predict" -d '{"durable": true, "instances": [
  {"entity": "AAA", "asOf": "2015-01-02T00:00:00Z", "features": {"momentum_1m_rank": 0.4, "return_1d": 0.01}},
  {"entity": "BBB", "asOf": "2015-01-02T00:00:00Z", "features": {"momentum_1m_rank": -0.4, "return_1d": -0.02}}]}'

echo "== what really happened; the first value stays"
call "$TOKEN" POST "models/$model/actuals" -d '{"actuals": [{"entity": "AAA", "asOf": "2015-01-02T00:00:00Z", "value": 0.031}]}'
call "$TOKEN" POST "models/$model/actuals" -d '{"actuals": [{"entity": "AAA", "asOf": "2015-01-02T00:00:00Z", "value": 0.031}]}'

echo "== who did what"
call "$TOKEN" GET "models/$model/history?pageSize=3" | cut -c 1-300
