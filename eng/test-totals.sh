#!/usr/bin/env bash
# Runs the test projects one after the other and adds up what their result files say. Sourced by build.sh.

# One sum over all result files in a folder, as "passed failed skipped".
# Skipped tests are what remains of the total: the file's own notExecuted counter stays 0 for them.
sum_result_files() {
    local file
    for file in "$1"/*.trx; do
        [ -f "$file" ] && tr '\n' ' ' <"$file" | grep -o '<Counters [^>]*>'
    done | awk '
        function counter(name) { return match($0, "[ ]" name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
        { good = counter("passed"); bad = counter("failed") + counter("error") + counter("timeout") + counter("aborted")
          passed += good; failed += bad; skipped += counter("total") - good - bad }
        END { print passed + 0, failed + 0, skipped + 0 }'
}

# Usage: run_test_project PROJECT RESULTS. Prints the run; fails when the run failed.
run_test_project() {
    local name
    name="$(basename "$1" .csproj)"
    timeout --kill-after=30 "${KPDD_TEST_TIMEOUT:-900}" \
        dotnet test "$1" -c Release --no-build --nologo \
        --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$2" </dev/null
}

# Usage: run_test_projects PROJECT... Ends with the totals as the last line; fails on any failure, crash, or when no test ran.
run_test_projects() {
    local results project code broken=0 passed failed skipped failed_before
    results="$(mktemp -d)"
    for project in "$@"; do
        read -r _ failed_before _ <<<"$(sum_result_files "$results")"
        code=0
        run_test_project "$project" "$results" || code=$?
        read -r _ failed _ <<<"$(sum_result_files "$results")"
        # A host that died (or never started) reports no failed test: it is one.
        if [ "$code" -ne 0 ] && [ "$failed" -eq "$failed_before" ]; then
            echo "FAILED: $project ended with code $code without naming a failed test"
            broken=$((broken + 1))
        elif [ ! -f "$results/$(basename "$project" .csproj).trx" ]; then
            echo "FAILED: $project left no results"
            broken=$((broken + 1))
        fi
    done
    read -r passed failed skipped <<<"$(sum_result_files "$results")"
    rm -rf "$results"
    failed=$((failed + broken))
    [ $((passed + failed)) -gt 0 ] || echo "FAILED: no test ran"
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# Usage: make_absolute FOLDER VARIABLE... A relative path in a variable is taken from the folder.
make_absolute() {
    local folder=$1 name
    shift
    for name in "$@"; do
        case "${!name:-}" in
            "" | /* | ?:[/\\]*) ;;
            *) export "$name=$folder/${!name}" ;;
        esac
    done
}
