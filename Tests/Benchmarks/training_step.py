#!/usr/bin/python3
# Times the training step of FashionNet (batch 64, Adam or SGD) in PyTorch and here in turns, in the same minutes on the same cores, and prints the
# ratio.
#   Tests/Benchmarks/training_step.py [--sgd] [--rounds N] [--seconds S] [MS]     needs torch (Debian's python3-torch)
# MS is the number of ./cnn bench train's plain training; where it is not given, that is measured in turns with PyTorch (./cnn builds what lacks).
# Both get bytes, make them floats, normalise them, and go forward, backward and through the update; nothing is augmented. PyTorch gets one
# thread and then as many as there are cores, S seconds at most each; the faster counts, as its threads wait busily and lose much on a machine with
# other work. Each number is the median of a round; the ratio is the median of the rounds'. Processor time is that of all threads.
import argparse
import json
import os
import subprocess
import sys
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BATCH, STEPS, WARM_UP = 64, 40, 5

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


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def of_torch(model, optimizer, pixels, labels, seconds):
    times, work, end = [], [], time.perf_counter() + seconds
    for step in range(WARM_UP + STEPS):
        start, worked = time.perf_counter(), time.process_time()
        # Three steps count, however slow they are.
        if start > end and len(times) >= 3:
            break
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(model((pixels.float() / 255 - 0.2860) / 0.3530), labels).backward()
        optimizer.step()
        if step >= WARM_UP:
            times.append(time.perf_counter() - start)
            work.append(time.process_time() - worked)
    return median(times) * 1e3, median(work) * 1e3


def of_cnn(case):
    command = [os.path.join(HOME, "cnn"), "bench", "train", "--filter", case, "--rounds", "5", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"training_step: ./cnn bench train failed: {done.stderr.strip()}")
    results = json.loads(done.stdout[done.stdout.index("{"):])["results"]
    result = next(r for r in results if r["name"] == case)
    return result["medianMs"], result["processorMs"]


def main():
    options = argparse.ArgumentParser(description="Times the training step of FashionNet in PyTorch and here.")
    options.add_argument("ms", nargs="?", type=float, help="milliseconds of the same step here, by ./cnn bench train; measured where not given")
    options.add_argument("--sgd", action="store_true", help="SGD with momentum in place of Adam")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=20, help="limit of PyTorch's steps in each round")
    given = options.parse_args()
    torch.manual_seed(1)
    model = network().train()
    parameters = model.parameters()
    optimizer = torch.optim.SGD(parameters, 1e-3, momentum=0.9) if given.sgd else torch.optim.Adam(parameters, 1e-3)
    pixels = torch.randint(0, 256, (BATCH, 1, 28, 28), dtype=torch.uint8)
    labels = torch.arange(BATCH) % 10
    theirs, ours, theirs_work, ours_work = [], [], [], []
    for number in range(given.rounds):
        ours_ms, ours_cpu = (given.ms, float("nan")) if given.ms else of_cnn("SGD with momentum" if given.sgd else "plain")
        ours.append(ours_ms)
        ours_work.append(ours_cpu)
        alone = {}
        for threads in sorted({1, os.cpu_count()}):
            torch.set_num_threads(threads)
            alone[threads] = of_torch(model, optimizer, pixels, labels, given.seconds)
        theirs.append(min(ms for ms, _ in alone.values()))
        theirs_work.append(min(ms for _, ms in alone.values()))
        text = ", ".join(f"{ms:.2f} ms ({cpu:.2f} ms of processor time) with {n} thread{'s' * (n > 1)}" for n, (ms, cpu) in alone.items())
        print(f"round {number + 1}: here {ours_ms:.2f} ms ({ours_cpu:.2f}); PyTorch {torch.__version__} {text}; load {os.getloadavg()[0]:.1f}",
              flush=True)
    ratio = median([here / there for here, there in zip(ours, theirs)])
    work = median([here / there for here, there in zip(ours_work, theirs_work)])
    print(f"training step of FashionNet, batch {BATCH}, {'SGD' if given.sgd else 'Adam'}: "
          f"PyTorch {median(theirs):.2f} ms, here {median(ours):.2f} ms: {ratio:.2f} x PyTorch's time, {work:.2f} x its processor time")


main()
