#!/usr/bin/python3
# Prints Tests/CnnCompute.Tests/Optim/OptimizerTables.txt: ten steps of PyTorch's optimisers in double precision. Made with PyTorch 1.13.1 (Debian's
# python3-torch): ./Tests/Benchmarks/optimizer_tables.py > Tests/CnnCompute.Tests/Optim/OptimizerTables.txt
# The loss is 0.5 * sum(c * (w - b)^2) over all elements, which the test builds of the same formulas: element k of the tensor i has
# w = sin(1 + k + 10 i), b = cos(2 + 3 k + i), c = 0.5 + (k % 5) / 4.
import torch

SHAPES = [(1,), (3,), (13,), (127,), (2, 3, 3, 1), (3, 13)]


def parameters():
    made = []
    for i, shape in enumerate(SHAPES):
        k = torch.arange(torch.tensor(shape).prod().item(), dtype=torch.float64)
        w = torch.nn.Parameter(torch.sin(1 + k + 10 * i).reshape(shape))
        made.append((w, torch.cos(2 + 3 * k + i).reshape(shape), (0.5 + (k % 5) / 4).reshape(shape)))
    return made


def run(name, make, steps=10, before=None):
    made = parameters()
    optimizer = make([w for w, _, _ in made])
    for _ in range(steps):
        optimizer.zero_grad()
        loss = sum(0.5 * (c * (w - b) ** 2).sum() for w, b, c in made)
        loss.backward()
        if before:
            before([w for w, _, _ in made])
        optimizer.step()
    # The first, the middle and the last element of each tensor, and its sum.
    for i, (w, _, _) in enumerate(made):
        flat = w.detach().flatten()
        picked = [flat[0], flat[len(flat) // 2], flat[-1], flat.sum()]
        print(name, i, " ".join(repr(v.item()) for v in picked))


def l1(ws):
    for w in ws:
        w.grad += 0.05 * w.detach().sign() + 0.1 * w.detach()


O = torch.optim
run("sgd", lambda p: O.SGD(p, 0.1))
run("sgd-decay", lambda p: O.SGD(p, 0.1, weight_decay=0.1))
run("sgd-elastic", lambda p: O.SGD(p, 0.1), before=l1)
run("momentum", lambda p: O.SGD(p, 0.1, momentum=0.9, weight_decay=0.01))
run("dampening", lambda p: O.SGD(p, 0.1, momentum=0.9, dampening=0.3))
run("nesterov", lambda p: O.SGD(p, 0.1, momentum=0.9, nesterov=True))
run("adagrad", lambda p: O.Adagrad(p, 0.1, lr_decay=0.05, weight_decay=0.01, initial_accumulator_value=0.1))
run("rmsprop", lambda p: O.RMSprop(p, 0.05, alpha=0.9, weight_decay=0.01))
run("rmsprop-momentum", lambda p: O.RMSprop(p, 0.05, alpha=0.9, momentum=0.5))
run("rmsprop-centred", lambda p: O.RMSprop(p, 0.05, alpha=0.9, momentum=0.5, centered=True))
run("adadelta", lambda p: O.Adadelta(p, 1.0, rho=0.8, weight_decay=0.01))
run("adam", lambda p: O.Adam(p, 0.1, weight_decay=0.01))
run("adamw", lambda p: O.AdamW(p, 0.1, weight_decay=0.1))
# PyTorch 1.13's other form of NAdam takes mu twice into the next product; later versions have what this one computes.
run("nadam", lambda p: O.NAdam(p, 0.1, weight_decay=0.01, foreach=True))
run("clip-norm", lambda p: O.SGD(p, 0.1, momentum=0.9), before=lambda ws: torch.nn.utils.clip_grad_norm_(ws, 1.5))
run("clip-value", lambda p: O.SGD(p, 0.1, momentum=0.9), before=lambda ws: torch.nn.utils.clip_grad_value_(ws, 0.3))
