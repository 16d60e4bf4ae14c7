"""An answer that is typed or handed in, and files of such."""

import json
from pathlib import Path

ANSWER = (
    "Sigmoid and tanh saturate, so their slope goes to zero and the gradient vanishes in a deep network, while the "
    "rectifier keeps a slope of exactly one for positive inputs. It is also cheap: just a comparison with zero."
)


def submissions(path: Path, *answers: str) -> Path:
    lines = [json.dumps({"id": str(n), "question": "12", "answer": text}) for n, text in enumerate(answers)]
    path.write_text("\n".join(lines), "utf-8")
    return path
