#!/usr/bin/env bash
# Trains the embedded students from the public data and puts them into src/KPDD.Models.Tiny/models.
#
#   eng/train-models.sh [WORK_FOLDER]
#
# Two networks at a time, one thread each; about half an hour on two processors. Stopped at any time, the same command goes on from the last checkpoints.
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

train pot --vocabulary vocabulary
train start --vocabulary vocabulary
finish
train cot --from start
train pot-second --vocabulary vocabulary
finish
train key --from start
finish

# pot's description names the two models that write together, which no training knows: it stays as it is.
description=$(<"$models/pot/kpdd.json")
for student in key pot pot-second cot; do
    recipe pack --from "$work/$student" --to "$models/$student"
done
printf '%s\n' "$description" > "$models/pot/kpdd.json"
