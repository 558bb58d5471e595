#!/usr/bin/python3
# Times the training step of FashionNet (batch 64, Adam) in PyTorch and here in turns, in the same minutes on the same cores, and prints the ratio.
#   Tests/Benchmarks/training_step.py [ROUNDS]     needs torch (Debian's python3-torch) and a program that is built (./cnn builds it)
# Both get bytes, make them floats, flip, shift and normalise them, and go forward, backward and through the update. PyTorch gets as many threads
# as there are cores. Each number is the median of a round's steps; the ratio is that of the rounds' least medians.
import json
import os
import subprocess
import sys
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BATCH, STEPS, WARM_UP = 64, 60, 10

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit("training_step: torch cannot be imported by this Python (Debian: apt install python3-torch, then /usr/bin/python3); no ratio without it")


def network():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.ReLU(), nn.Linear(128, 10))


def augmented(pixels):
    x = pixels.float() / 255
    flip = torch.rand(BATCH) < 0.5
    x = torch.where(flip[:, None, None, None], x.flip(3), x)
    x = nn.functional.pad(x, (1, 1, 1, 1))
    at = torch.randint(0, 3, (BATCH, 2))
    x = torch.stack([x[i, :, r:r + 28, c:c + 28] for i, (r, c) in enumerate(at.tolist())])
    return (x - 0.2860) / 0.3530


def of_torch(model, optimizer, pixels, labels):
    times = []
    for step in range(WARM_UP + STEPS):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(model(augmented(pixels)), labels).backward()
        optimizer.step()
        if step >= WARM_UP:
            times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1e3


def of_cnn():
    done = subprocess.run([os.path.join(HOME, "cnn"), "bench", "--filter", "training step", "--runs", str(STEPS), "--json"],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"training_step: ./cnn bench failed: {done.stderr.strip()}")
    results = json.loads(done.stdout[done.stdout.index("{"):])["results"]
    step = {key.lower(): value for key, value in next(r for r in results if "training step" in str(r)).items()}
    return step["medianms"]


def main():
    torch.manual_seed(1)
    torch.set_num_threads(os.cpu_count())
    model = network().train()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    pixels = torch.randint(0, 256, (BATCH, 1, 28, 28), dtype=torch.uint8)
    labels = torch.arange(BATCH) % 10
    theirs, ours = [], []
    for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
        theirs.append(of_torch(model, optimizer, pixels, labels))
        ours.append(of_cnn())
        print(f"round {number + 1}: PyTorch {torch.__version__} {theirs[-1]:.2f} ms, here {ours[-1]:.2f} ms", flush=True)
    print(f"training step of FashionNet, batch {BATCH}, {torch.get_num_threads()} threads: PyTorch {min(theirs):.2f} ms, here {min(ours):.2f} ms: "
          f"{min(ours) / min(theirs):.2f} × PyTorch's time")


main()
