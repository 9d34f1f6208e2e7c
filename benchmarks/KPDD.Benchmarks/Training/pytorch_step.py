"""One training step of T5-small's shape in PyTorch eager a line of input; answers each with seconds, peak memory and loss as JSON.

The values are those of TrainingTask.cs. `version` instead of the number of threads prints what it runs on.
"""
import json
import math
import os
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

ROWS, TOKENS = 8, 128
VOCABULARY, WIDTH, INNER, HEADS, HEAD_WIDTH, LAYERS = 32128, 512, 2048, 8, 64, 6
BUCKETS, MAX_DISTANCE, DROPOUT, EPSILON = 32, 128, 0.1, 1e-6


def bucket(distance, bidirectional):
    buckets = BUCKETS // 2 if bidirectional else BUCKETS
    offset = buckets if bidirectional and distance > 0 else 0
    away = abs(distance) if bidirectional else max(-distance, 0)
    near = buckets // 2
    if away < near:
        return offset + away
    far = math.log(away / near) / math.log(MAX_DISTANCE / near) * (buckets - near)
    return offset + min(near + int(far), buckets - 1)


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, states):
        return self.weight * (states * torch.rsqrt(states.pow(2).mean(-1, keepdim=True) + EPSILON))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(4))

    def forward(self, states, source, bias):
        def split(projected):
            return projected.view(projected.shape[0], -1, HEADS, HEAD_WIDTH).transpose(1, 2)

        scores = torch.matmul(split(self.q(states)), split(self.k(source)).transpose(3, 2))
        if bias is not None:
            scores = scores + bias
        weights = F.dropout(F.softmax(scores, dim=-1), DROPOUT)
        mixed = torch.matmul(weights, split(self.v(source))).transpose(1, 2).contiguous()
        return self.o(mixed.view(states.shape[0], -1, WIDTH))


class Block(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.attention, self.attention_norm = Attention(), Norm()
        self.cross, self.cross_norm = (Attention(), Norm()) if decoder else (None, None)
        self.wi, self.wo = nn.Linear(WIDTH, INNER, bias=False), nn.Linear(INNER, WIDTH, bias=False)
        self.inner_norm = Norm()

    def forward(self, states, bias, encoded):
        normed = self.attention_norm(states)
        states = states + F.dropout(self.attention(normed, normed, bias), DROPOUT)
        if self.cross is not None:
            states = states + F.dropout(self.cross(self.cross_norm(states), encoded, None), DROPOUT)
        inner = F.dropout(F.relu(self.wi(self.inner_norm(states))), DROPOUT)
        return states + F.dropout(self.wo(inner), DROPOUT)


class Stack(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.blocks = nn.ModuleList(Block(decoder) for _ in range(LAYERS))
        self.bias, self.norm = nn.Embedding(BUCKETS, HEADS), Norm()
        ids = [[bucket(key - query, not decoder) for key in range(TOKENS)] for query in range(TOKENS)]
        self.register_buffer("buckets", torch.tensor(ids))
        self.register_buffer("mask", torch.full((TOKENS, TOKENS), -1e9).triu(1) if decoder else torch.zeros(TOKENS, TOKENS))

    def forward(self, states, encoded=None):
        bias = self.bias(self.buckets).permute(2, 0, 1).unsqueeze(0) + self.mask
        states = F.dropout(states, DROPOUT)
        for block in self.blocks:
            states = block(states, bias, encoded)
        return F.dropout(self.norm(states), DROPOUT)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared, self.encoder, self.decoder = nn.Embedding(VOCABULARY, WIDTH), Stack(False), Stack(True)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, 0, module.weight.shape[1] ** -0.5)

    def forward(self, ids, shifted):
        states = self.decoder(self.shared(shifted), self.encoder(self.shared(ids)))
        return F.linear(states * WIDTH ** -0.5, self.shared.weight)


def blas():
    link = "/etc/alternatives/libblas.so.3-x86_64-linux-gnu"
    return os.path.realpath(link) if os.path.exists(link) else "its own BLAS"


def main():
    if sys.argv[1] == "version":
        print(f"PyTorch {torch.__version__} with {'MKL' if torch.backends.mkl.is_available() else blas()}")
        return
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    model = Model()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4, weight_decay=0.01)
    ids, labels = (torch.randint(2, VOCABULARY, (ROWS, TOKENS)) for _ in range(2))
    shifted = torch.cat([torch.zeros(ROWS, 1, dtype=torch.long), labels[:, :-1]], 1)
    for line in sys.stdin:
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(ids, shifted).view(-1, VOCABULARY), labels.view(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        value = loss.item()
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        print(json.dumps({"Seconds": seconds, "PeakMegabytes": peak, "Outcome": value}), flush=True)


main()
