#!/usr/bin/env bash
# Everything a clone needs, in one place. `./build.sh` alone lists the verbs.
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 # the SDK then needs no ICU on a bare machine
export MSBUILDDISABLENODEREUSE=1

# shellcheck source=eng/native-dependencies.sh
. eng/native-dependencies.sh
# shellcheck source=eng/test-totals.sh
. eng/test-totals.sh

usage() {
    cat <<'HELP'
Usage: ./build.sh VERB

  demo [QUESTION]   solve six word problems (or QUESTION) with the embedded models
  test              build everything with warnings as errors, run every test
  build             build everything
  models [FOLDER]   train the embedded models again from the public data (about forty minutes)

Each verb first checks the native parts (.NET SDK, libstdc++, CPython) and installs what is
missing through apt-get when run as root; otherwise it names the remedy and stops.
HELP
}

build_solution() {
    require_dotnet
    require_libstdcxx
    require_python
    dotnet build KPDD.sln -c Release -v minimal -nologo -clp:NoSummary </dev/null
}

# The build tool sums up even where it is told not to: its output is shown only when it fails.
build_quietly() {
    echo "Building $1 ..." >&2
    local output
    output=$(dotnet build "$1" -c Release -v quiet -nologo </dev/null 2>&1) || {
        printf '%s\n' "$output" >&2
        return 1
    }
}

demo() {
    require_dotnet
    require_libstdcxx optional # the demo runs on the plain CPU engine, without libtorch
    require_python
    build_quietly samples/QuickStart
    dotnet samples/QuickStart/bin/Release/net10.0/QuickStart.dll "$@"
}

models() {
    require_dotnet
    require_libstdcxx
    require_python
    eng/train-models.sh "$@"
}

# Test hosts run in folders of their own.
make_absolute "$caller" KPDD_DATA KPDD_T5_FIXTURES KPDD_TOKENIZER_FIXTURES KPDD_POT_FIXTURES

case "${1:-}" in
    demo) shift && demo "$@" ;;
    test) build_solution && run_test_projects tests/*/*.csproj ;;
    build) build_solution ;;
    models) shift && models "$@" ;;
    "" | help | -h | --help) usage ;;
    *)
        echo "build.sh: unknown verb '$1'" >&2
        usage >&2
        exit 2
        ;;
esac
