#!/usr/bin/env bash
# Trains the small Unigram vocabulary of a student that starts from scratch, with Google's own trainer.
#
#   eng/train-vocabulary.sh CORPUS.txt OUT.model [SIZE] [WORDS.txt]
#
# CORPUS.txt  one text a line: everything the student will read or write, lower-case and masked
# OUT.model   the vocabulary; call it spiece.model in a model folder. A tokenizer_config.json that says "no extra ids"
#             is written beside it when there is none.
# SIZE        pieces wanted, at most (default 3000; a small corpus gives fewer)
# WORDS.txt   further words, one a line, that must be one piece each when a space stands before them
#
# Why a trainer and not a table in code: the pieces depend on the corpus, and the trainer's file opens everywhere.
# The same corpus gives the same file: the trainer runs on one thread.
set -euo pipefail

usage() { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[[ $# -ge 2 && $# -le 4 ]] || usage
corpus=$1 model=$2 size=${3:-3000} words=${4:-}
[[ -s $corpus ]] || { echo "The corpus '$corpus' is missing or empty." >&2; exit 2; }
[[ $size =~ ^[0-9]+$ ]] || { echo "SIZE is '$size', expected a number of pieces." >&2; exit 2; }
[[ -z $words || -r $words ]] || { echo "The word list '$words' cannot be read." >&2; exit 2; }

if ! command -v spm_train > /dev/null; then
    if [[ $(id -u) -eq 0 ]] && command -v apt-get > /dev/null; then
        apt-get update -q >&2 && apt-get install -y -q --no-install-recommends sentencepiece >&2 || true
    fi
    command -v spm_train > /dev/null || {
        echo "spm_train is missing. Install it: 'apt-get install sentencepiece' on Debian or Ubuntu, or build SentencePiece from its sources." >&2
        exit 1
    }
fi

mkdir -p "$(dirname "$model")"
work=$(mktemp -d "$(dirname "$model")/.vocabulary.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Words that are one piece each. The mark U+2581 is the space before the word, so "number0 + number1" costs three pieces, not six.
{
    printf 'number%d\n' {0..15}
    printf 'result%d\n' {0..9}
    printf 'v%d\n' {1..16}
    printf 'clause%d\n' {0..15}
    printf '%s\n' answer core info other
    printf '%s\n' '=' '+' '-' '*' '/' '//' '%' '(' ')' ';' '.' ',' '?' '$' ':'
    printf '%d\n' {0..9}
    if [[ -n $words ]]; then cat "$words"; fi
} | sed -e 's/\r$//' -e '/^$/d' -e 's/^/\xe2\x96\x81/' | awk '!seen[$0]++' > "$work/words"

# Every printable ASCII character is a piece, so that no lower-case or upper-case English text has unknown parts.
for code in {33..126}; do printf "\\x$(printf %x "$code")"; done > "$work/characters"

# The trainer writes its file names into the model: relative ones keep the file free of this machine's paths.
cp "$corpus" "$work/corpus.txt"

# identity: texts arrive normalised, and what a student writes must come out as it was.
# Ids as in T5: 0 padding, 1 end, 2 unknown, no start.
(
    cd "$work"
    spm_train --input=corpus.txt --model_prefix=spiece --model_type=unigram \
        --vocab_size="$size" --hard_vocab_limit=false --character_coverage=1.0 \
        --normalization_rule_name=identity --split_digits=true \
        --user_defined_symbols_file=words --required_chars_file=characters \
        --pad_id=0 --eos_id=1 --unk_id=2 --bos_id=-1 --num_threads=1 --minloglevel=1
)

mv "$work/spiece.model" "$model"
settings=$(dirname "$model")/tokenizer_config.json
if [[ ! -e $settings ]]; then
    printf '{\n  "tokenizer_class": "T5Tokenizer",\n  "extra_ids": 0,\n  "pad_token": "<pad>",\n  "eos_token": "</s>",\n  "unk_token": "<unk>"\n}\n' > "$settings"
fi
echo "$model: $(wc -l < "$work/spiece.vocab") pieces, $(wc -c < "$model") bytes"
