#!/usr/bin/python3
"""The labelled set and its variants are the same bytes every time, and their truth agrees with their bytes."""
import pathlib
import subprocess
import sys
import tempfile

SET = pathlib.Path(__file__).resolve().parents[1] / "data" / "labelled"


def run(program, *arguments):
    done = subprocess.run(["/usr/bin/python3", "-B", str(SET / program), *map(str, arguments)], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{program} {arguments}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def same_and_sound(root, program, *arguments):
    first, second = root / f"{program}-1", root / f"{program}-2"
    run(program, first, *arguments)
    run(program, second, *arguments)
    assert contents(first) == contents(second), f"{program}: two runs differ"
    said = run("check.py", first)
    assert said.rstrip().endswith(" 0 problems"), said
    return len(list((first / "mail").iterdir()))


def main():
    with tempfile.TemporaryDirectory(prefix="labelled-") as name:
        root = pathlib.Path(name)
        mails = same_and_sound(root, "build.py")
        assert mails >= 120, mails
        strangers = root / "strangers"
        strangers.mkdir()
        assert same_and_sound(strangers, "build.py", "--strangers") >= 150
        assert same_and_sound(root, "mutate.py", "--count", 200) >= 200
        broken = root / "build.py-1" / "mail"
        victim = sorted(broken.iterdir())[0]
        victim.write_bytes(victim.read_bytes().replace(b"\r\n\r\n", b"\r\n\r\n\r\n", 1))
        done = subprocess.run(["/usr/bin/python3", "-B", str(SET / "check.py"), str(broken.parent)], capture_output=True, text=True, timeout=600)
        assert done.returncode == 1 and victim.name in done.stdout, "a changed mail went unnoticed"
    print(f"labelled set: {mails} mails, sound and reproducible")
    return 0


if __name__ == "__main__":
    sys.exit(main())
