"""Write package-lock.json anew from package.json: integrity hashes say what is installed, not addresses."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "package-lock.json"


def main() -> None:
    """Let npm resolve the versions, then drop the fields that only carry addresses."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to lock the page's packages")
    subprocess.run([npm, "install", "--package-lock-only"], cwd=LOCK.parent, check=True)
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        for field in ("funding", "resolved"):
            package.pop(field, None)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
