#!/usr/bin/env bash
# Installs what is missing, builds, runs every test and the quick demo. The last line is `N passed, N failed[, N skipped]`.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
. scripts/setup.sh
setup_machine tests
build_product

passed=0 failed=0 skipped=0
results=artifacts/test-results
rm -rf "$results" && mkdir -p "$results"

# run NAME COMMAND...: one check that is not a unit test.
check() {
    local name=$1 log="$results/$1.log"
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "passed  $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        tail -n 40 "$log"
    fi
}

# count FILE WORD: the number behind `Passed:` and its like in the runner's closing line.
count() { sed -n "s/.*$2: *\([0-9]*\).*/\1/p" "$1" | awk '{ sum += $1 } END { print sum + 0 }'; }

suite() {
    local name=$1 log="$results/$1.log" code p f s
    dotnet test "tests/$name" -c Release --nologo --blame-hang-timeout 5m >"$log" 2>&1
    code=$?
    p=$(count "$log" Passed) f=$(count "$log" Failed) s=$(count "$log" Skipped)
    # A suite that does not build or crashes has failed, whatever it counted.
    if [ $code -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
    if [ $code -eq 0 ] && [ "$p" -eq 0 ]; then echo "        $name ran no test"; f=1; fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if [ "$f" -eq 0 ]; then
        echo "passed  $name: $p"
    else
        echo "FAILED  $name: $f of $((p + f))"
        grep -E ' \[FAIL\]|error|Error Message|Assert' "$log" | head -n 40
    fi
}

# The output is the report and nothing else.
demo_report() {
    local report="$results/demo-quick.json"
    timeout 300 ./run.sh demo --quick --exit --json >"$report" || return
    [ "$(wc -l <"$report")" -eq 1 ] && grep -q '^{"versions":.*}$' "$report"
}

# Python's own MLflow client, where there is one; its closing line is that of this script.
mlflow_client() {
    local log="$results/mlflow-client.log" python=${PYTHON:-python3} code p f s
    if ! command -v "$python" >/dev/null; then
        skipped=$((skipped + 1))
        echo "skipped mlflow-client: there is no $python"
        return
    fi
    timeout 300 "$python" tests/Mlflow >"$log" 2>&1
    code=$?
    read -r p f s <<<"$(sed -nE '$s/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' "$log")"
    if [ -z "$s" ] || { [ $code -ne 0 ] && [ "$f" -eq 0 ]; }; then p=0 f=1 s=0; fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if [ "$f" -gt 0 ]; then
        echo "FAILED  mlflow-client: $f of $((p + f))"
        grep -E '^(FAIL|ERROR):|Error' "$log" | head -n 40
    elif [ "$p" -eq 0 ]; then
        echo "skipped mlflow-client: $(sed -n 's/^skipped: //p' "$log")"
    else
        echo "passed  mlflow-client: $p"
    fi
}

for project in tests/*.Tests; do suite "$(basename "$project")"; done
mlflow_client
check demo-quick demo_report

summary="$passed passed, $failed failed"
[ "$skipped" -gt 0 ] && summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ]
