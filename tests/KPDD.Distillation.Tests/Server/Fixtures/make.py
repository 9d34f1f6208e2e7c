"""Writes recorded-answers.jsonl: make.py DATA, where DATA holds gsm8k/train.jsonl and teacher_gsm8k_cot/*.json (see README.md)."""
import json
import pathlib
import re
import sys

FILES = ["gsm8k_gemini_level1_ranked", "gsm8k_gemini_level2_ranked", "gsm8k_llama_level2_ranked"]
WRONG, RIGHT = 5, 5


def stated(rationale):
    found = re.findall(r"answer is\s*\$?(-?[\d,.]*\d)", rationale)
    return found[-1].replace(",", "") if found else None


data = pathlib.Path(sys.argv[1])
gold = {}
for line in (data / "gsm8k/train.jsonl").read_text().splitlines():
    item = json.loads(line)
    gold[item["question"].strip()] = item["answer"].split("####")[-1].strip().replace(",", "")

recorded = {}
for name in FILES:
    for item in json.loads((data / f"teacher_gsm8k_cot/{name}.json").read_text()):
        recorded.setdefault(item["instruction"].strip(), {}).setdefault(name, item["output"])

wrong, right = [], []
for question in sorted(recorded, key=len):
    sentences = re.split(r"(?<=[.!?])\s+", question)
    if question not in gold or len(recorded[question]) < len(FILES) or len(sentences) < 3 or not question.endswith("?"):
        continue
    rationales = [recorded[question][name] for name in FILES]
    chosen = right if all(stated(text) == gold[question] for text in rationales) else wrong
    if len(chosen) < (RIGHT if chosen is right else WRONG):
        chosen.append({"question": question, "answer": gold[question], "coreQuestion": sentences[-1], "information": sentences[:-1], "rationales": rationales})

lines = [json.dumps(row, ensure_ascii=False) for pair in zip(wrong, right) for row in pair]
(pathlib.Path(__file__).parent / "recorded-answers.jsonl").write_text("\n".join(lines) + "\n")
