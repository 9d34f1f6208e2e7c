#!/usr/bin/env bash
# Trains the embedded students from the public data and puts them into src/KPDD.Models.Tiny/models.
#
#   eng/train-models.sh [WORK_FOLDER]
#
# Forty minutes to an hour, one thread each. Stopped at any time, the same command goes on from the last checkpoint.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-artifacts/students}
models=src/KPDD.Models.Tiny/models
mkdir -p "$work/vocabulary"

dotnet build samples/TrainTinyStudents -c Release -v q -clp:ErrorsOnly
recipe() { dotnet samples/TrainTinyStudents/bin/Release/net10.0/TrainTinyStudents.dll "$@"; }

recipe validate
if [[ ! -s $work/vocabulary/spiece.model ]]; then
    recipe corpus --out "$work/corpus.txt"
    printf 'same%d\n' {0..9} > "$work/words.txt"
    eng/train-vocabulary.sh "$work/corpus.txt" "$work/vocabulary/spiece.model" 3000 "$work/words.txt"
fi

train() { recipe train --stage "$1" --out "$work/$1" "${@:2}"; }

train start --vocabulary "$work/vocabulary"
train key --from "$work/start"
train cot --from "$work/start"
train pot-second --vocabulary "$work/vocabulary"
train pot --vocabulary "$work/vocabulary"

# pot's description names the two models that write together, which no training knows: it stays as it is.
description=$(<"$models/pot/kpdd.json")
for student in key pot pot-second cot; do
    recipe pack --from "$work/$student" --to "$models/$student"
done
printf '%s\n' "$description" > "$models/pot/kpdd.json"
