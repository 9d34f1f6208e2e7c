#!/usr/bin/env bash
# Trains the embedded students from the public data and puts them into src/KPDD.Models.Tiny/models.
#
#   eng/train-models.sh [WORK_FOLDER]
#
# Two or three networks at a time, one thread each; about forty minutes on two processors. Stopped at any time, the same command goes on from the last checkpoints.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-artifacts/students}
models=src/KPDD.Models.Tiny/models
mkdir -p "$work/vocabulary"

dotnet build samples/TrainTinyStudents -c Release -v q -clp:ErrorsOnly
program=samples/TrainTinyStudents/bin/Release/net10.0/TrainTinyStudents.dll
recipe() { dotnet "$program" "$@"; }

recipe validate
if [[ ! -s $work/vocabulary/spiece.model ]]; then
    recipe corpus --out "$work/corpus.txt"
    printf 'same%d\n' {0..9} > "$work/words.txt"
    eng/train-vocabulary.sh "$work/corpus.txt" "$work/vocabulary/spiece.model" 3000 "$work/words.txt"
fi

# Memory of a step stays with the process for the next one: docs/environment.md.
export MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=8589934592

trainings=()
train() { # STAGE --vocabulary|--from FOLDER, in the background
    dotnet "$program" train --stage "$1" "$2" "$work/$3" --out "$work/$1" > >(exec sed -u "s/^/$1: /") &
    trainings+=($!)
}

# Waits for the trainings in the background and fails where one of them did; whoever stops the script stops them too.
trap 'kill "${trainings[@]}" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
finish() {
    local training
    for training in "${trainings[@]}"; do wait "$training"; done
    trainings=()
}

train start --vocabulary vocabulary
train channel --vocabulary vocabulary
finish
train pot --vocabulary vocabulary
train key --from start
train cot --from start
finish

# In int8 the three models of the program student fit into ten megabytes; "start" is the second of them.
recipe pack --from "$work/key" --to "$models/key"
recipe pack --from "$work/cot" --to "$models/cot"
recipe pack --from "$work/pot" --to "$models/pot" --weights int8
recipe pack --from "$work/start" --to "$models/pot-second" --weights int8
recipe pack --from "$work/channel" --to "$models/channel" --weights int8

# Which models work together no training knows.
cat > "$models/pot/kpdd.json" <<'JSON'
{
  "stage": "solve",
  "rationaleKind": "programOfThought",
  "textFormat": "masked",
  "losslessEncoding": false,
  "maxNewTokens": 64,
  "numBeams": 5,
  "voteWithoutKeyPoints": true,
  "members": [
    {
      "folder": ".",
      "weight": 1
    },
    {
      "folder": "../pot-second",
      "weight": 1
    }
  ],
  "channel": {
    "folder": "../channel",
    "weight": 0.3
  },
  "version": 1
}
JSON
