#!/usr/bin/env bash
# Drift by hand: quiet days, then a market that jumps; two severe scans running freeze promotions and ask for retraining.
#   REGISTRY=http://127.0.0.1:8080 TOKEN=... examples/drift.sh
set -euo pipefail
. "$(dirname "$0")/common.sh"
model=drift-model-$$
second=$(reviewer)

echo "== a version in production, and a monitor with short windows"
call "$TOKEN" POST models -d "{\"name\": \"$model\"}" | cut -c 1-120
train 20 && register "$model" && promote "$second" "$model" 1
call "$second" PUT "models/$model/monitor" -d '{"windowDays": 2, "baselineDays": 8, "minRows": 100, "confirmScans": 2}' | cut -c 1-160

echo "== twelve quiet days, then two that jump"
for d in $(seq 1 14); do
    call "$TOKEN" POST "models/$model/predict" -d "$(units "$d" 100 "$([ "$d" -gt 12 ] && echo 0.2 || echo 0)")" >"$work/answer"
done
call "$TOKEN" POST "models/$model/drift/scan" -d '{}' | words why

echo "== the reports that are severe"
call "$TOKEN" GET "models/$model/drift/reports?atLeast=Severe" | grep -o '"asOf":"[^"]*","at":"[^"]*","severity":"[^"]*","driftedFeatures":\[[^]]*\]' || echo none

echo "== what was done about it, on record"
call "$TOKEN" GET "models/$model/retraining" | words reason
train 5 && register "$model"
call "$TOKEN" POST "ml/$model/promote" -d '{"version": 2}' | words detail
