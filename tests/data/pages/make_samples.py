#!/usr/bin/python3
"""The pictures of samples/: small ones for tests of the code, made by make.py with seeds below 1000."""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import make  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent / "samples"
SMALL = "--quality 30 --grain 0.5"
SAMPLES = (
    ("decision-200.jpg", "decision --seed 21 --wear 200 --pages one --sealed yes --layout plain"),
    ("monthly-turned-90.jpg", "monthly --seed 22 --wear 150 --sealed yes --layout story --turn 90"),
    ("letter-turned-180.jpg", "seals --seed 48 --wear 150 --sealed yes --only round --turn 180"),
    ("monthly-table-150.jpg", "monthly --seed 24 --wear 150 --sealed yes --layout table"),
    ("monthly-gray-150.jpg", "monthly --seed 25 --wear gray --dpi 150 --sealed yes --layout story"),
    ("monthly-phone.jpg", "monthly --seed 26 --wear phone --long-side 1500 --sealed yes --layout story"),
    ("seal-faded.jpg", "seals --seed 57 --wear 150 --dpi 90 --sealed yes --only faded"),
    ("seal-cut.jpg", "seals --seed 55 --wear 150 --dpi 90 --sealed yes --only cut"),
    ("square-name-seal.jpg", "seals --seed 29 --wear 150 --dpi 90 --sealed no --only square-name-seal"),
    ("edge-seal.jpg", "seals --seed 30 --wear 150 --dpi 90 --sealed no --only edge-seal"),
    ("red-head.jpg", "seals --seed 31 --wear 150 --dpi 90 --sealed no --only red-head"),
    ("blank.jpg", "seals --seed 32 --wear 150 --dpi 90 --sealed no --only blank"),
)


def main():
    HERE.mkdir(exist_ok=True)
    truth = []
    for name, line in SAMPLES:
        words = f"--kind {line} --count 1 {SMALL}".split()
        with tempfile.TemporaryDirectory() as folder:
            told = make.make(make.arguments([*words, "--out", folder]))
            assert len(told) == 1, (name, len(told))
            (HERE / name).write_bytes((pathlib.Path(folder) / told[0]["file"]).read_bytes())
            truth.append(told[0] | {"file": name})
    (HERE / "truth.jsonl").write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in truth), encoding="utf-8")


if __name__ == "__main__":
    main()
