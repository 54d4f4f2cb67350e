"""The recurrence of the SRU (Lei et al. 2018, equation 4) for training: c[t] = f[t] c[t-1] + (1 - f[t]) z[t].

The first half of the channels runs forwards, the second backwards. Shapes: [time, batch, channel].
"""

import numpy as np
import torch
from numba import njit


@njit(fastmath=True, cache=True)
def _forward(f, z, c, half):
    steps, rows, size = f.shape
    for b in range(rows):
        for h in range(half):
            c[0, b, h] = (1 - f[0, b, h]) * z[0, b, h]
        for h in range(half, size):
            c[steps - 1, b, h] = (1 - f[steps - 1, b, h]) * z[steps - 1, b, h]
    for t in range(1, steps):
        s = steps - 1 - t
        for b in range(rows):
            for h in range(half):
                c[t, b, h] = z[t, b, h] + f[t, b, h] * (c[t - 1, b, h] - z[t, b, h])
            for h in range(half, size):
                c[s, b, h] = z[s, b, h] + f[s, b, h] * (c[s + 1, b, h] - z[s, b, h])


@njit(fastmath=True, cache=True)
def _backward(f, z, c, g, df, dz, half):
    steps, rows, size = f.shape
    carry = np.zeros((rows, size), np.float32)
    for t in range(steps):
        s = steps - 1 - t
        for b in range(rows):
            for h in range(half):
                x = carry[b, h] + g[s, b, h]
                before = c[s - 1, b, h] if s > 0 else np.float32(0)
                df[s, b, h] = x * (before - z[s, b, h])
                dz[s, b, h] = x * (1 - f[s, b, h])
                carry[b, h] = x * f[s, b, h]
            for h in range(half, size):
                x = carry[b, h] + g[t, b, h]
                before = c[t + 1, b, h] if t < steps - 1 else np.float32(0)
                df[t, b, h] = x * (before - z[t, b, h])
                dz[t, b, h] = x * (1 - f[t, b, h])
                carry[b, h] = x * f[t, b, h]


class Scan(torch.autograd.Function):
    @staticmethod
    def forward(context, f, z):
        f, z = f.float().contiguous(), z.float().contiguous()
        c = torch.empty_like(f)
        _forward(f.numpy(), z.numpy(), c.numpy(), f.shape[2] // 2)
        context.save_for_backward(f, z, c)
        return c

    @staticmethod
    def backward(context, g):
        f, z, c = context.saved_tensors
        df, dz = torch.empty_like(f), torch.empty_like(f)
        _backward(f.numpy(), z.numpy(), c.numpy(), g.float().contiguous().numpy(), df.numpy(), dz.numpy(),
                  f.shape[2] // 2)
        return df, dz
