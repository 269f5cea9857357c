#!/usr/bin/env bash
# An A/B test by hand: two versions, half of the units each, a verdict from what really happened.
#   REGISTRY=http://127.0.0.1:8080 TOKEN=... examples/ab-test.sh
set -euo pipefail
. "$(dirname "$0")/common.sh"
model=ab-model-$$ test=ab-test-$$

echo "== version 1 in production, version 2 registered"
call "$TOKEN" POST models -d "{\"name\": \"$model\"}" | cut -c 1-120
train 20 && register "$model" && promote "$(reviewer)" "$model" 1
train 5 && register "$model"

echo "== plan and start; the first variant is the champion"
call "$TOKEN" POST experiments -d "{\"name\": \"$test\", \"model\": \"$model\", \"blockDays\": 2, \"minSamples\": 100, \"seed\": \"example\",
  \"variants\": [{\"name\": \"champion\", \"version\": 1, \"weight\": 0.5}, {\"name\": \"challenger\", \"version\": 2, \"weight\": 0.5}],
  \"metrics\": [{\"name\": \"rank_hit\", \"kind\": \"Proportion\", \"source\": \"RankHit\"}]}" | cut -c 1-120
call "$TOKEN" POST "experiments/$test/start" -d '{}' | field status
until call "$TOKEN" GET "models/$model/status" | grep -q '"experiment"'; do :; done

echo "== twelve days of forty units; each unit belongs to one arm"
for d in $(seq 1 12); do
    call "$TOKEN" POST "models/$model/predict" -d "$(units "$d" 40 0)" >>"$work/answers"
    call "$TOKEN" POST "models/$model/actuals" -d "$(outcomes "$d" 40)" >>"$work/answers"
done
grep -o '"variant":"[a-z]*"' "$work/answers" | sort | uniq -c

echo "== conclude: a winner needs two intervals that exclude zero"
call "$TOKEN" POST "experiments/$test/conclude" -d '{"reason": "enough for an example"}' | words why
