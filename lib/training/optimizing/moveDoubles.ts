import type { Optimizer } from "../optimizers.js";

/**
 * One step of an optimizer in float64: the operations of `moveOver`, in loops without calls; the most
 * usual ones without branches, which would take a third of their time.
 *
 * @param scalars - the step's `coefficients`
 */
export function moveDoubles(
  optimizer: Optimizer,
  scalars: readonly number[],
  theta: Float64Array,
  gradient: Float64Array,
  buffers: readonly Float64Array[],
): void {
  if (optimizer.kind === "sgd") {
    const [rate, momentum, decay] = scalars;
    if (optimizer.momentum === 0) slide(rate, decay, theta, gradient);
    else if (optimizer.nesterov) lookAhead(rate, momentum, decay, theta, gradient, buffers[0]);
    else roll(rate, momentum, decay, theta, gradient, buffers[0]);
  } else if (optimizer.kind === "rmsProp") {
    if (optimizer.momentum === 0) scale(scalars, theta, gradient, buffers[0]);
    else scaleAndRoll(scalars, theta, gradient, buffers[0], buffers[1]);
  } else adapt(optimizer, scalars, theta, gradient, buffers[0], buffers[1]);
}

type Doubles = Float64Array;

function slide(rate: number, decay: number, theta: Doubles, gradient: Doubles): void {
  const n = theta.length;
  if (decay === 0) for (let i = 0; i < n; i++) theta[i] -= rate * gradient[i];
  else for (let i = 0; i < n; i++) theta[i] -= rate * (gradient[i] + decay * theta[i]);
}

function roll(
  rate: number,
  momentum: number,
  decay: number,
  theta: Doubles,
  gradient: Doubles,
  velocity: Doubles,
): void {
  const n = theta.length;
  if (decay === 0)
    for (let i = 0; i < n; i++) {
      const b = momentum * velocity[i] + gradient[i];
      velocity[i] = b;
      theta[i] -= rate * b;
    }
  else
    for (let i = 0; i < n; i++) {
      const b = momentum * velocity[i] + (gradient[i] + decay * theta[i]);
      velocity[i] = b;
      theta[i] -= rate * b;
    }
}

function lookAhead(
  rate: number,
  momentum: number,
  decay: number,
  theta: Doubles,
  gradient: Doubles,
  velocity: Doubles,
): void {
  for (let i = 0; i < theta.length; i++) {
    const d = decay === 0 ? gradient[i] : gradient[i] + decay * theta[i];
    const b = momentum * velocity[i] + d;
    velocity[i] = b;
    theta[i] -= rate * (d + momentum * b);
  }
}

function adapt(
  { kind, weightDecay }: Optimizer,
  scalars: readonly number[],
  theta: Doubles,
  gradient: Doubles,
  mean: Doubles,
  square: Doubles,
): void {
  const [rate, beta1, rest1, beta2, rest2, root, epsilon, decay] = scalars;
  const penalized = kind === "adam" && weightDecay > 0;
  const shrunk = kind === "adamW" && weightDecay > 0;
  for (let i = 0; i < theta.length; i++) {
    const d = penalized ? gradient[i] + decay * theta[i] : gradient[i];
    const m = beta1 * mean[i] + rest1 * d;
    const v = beta2 * square[i] + rest2 * d * d;
    mean[i] = m;
    square[i] = v;
    const from = shrunk ? theta[i] * decay : theta[i];
    theta[i] = from - (rate * m) / (Math.sqrt(v) / root + epsilon);
  }
}

function scale(
  scalars: readonly number[],
  theta: Doubles,
  gradient: Doubles,
  square: Doubles,
): void {
  const [rate, alpha, rest, epsilon, , decay] = scalars;
  for (let i = 0; i < theta.length; i++) {
    const d = decay === 0 ? gradient[i] : gradient[i] + decay * theta[i];
    const v = alpha * square[i] + rest * d * d;
    square[i] = v;
    theta[i] -= (rate * d) / (Math.sqrt(v) + epsilon);
  }
}

function scaleAndRoll(
  scalars: readonly number[],
  theta: Doubles,
  gradient: Doubles,
  square: Doubles,
  velocity: Doubles,
): void {
  const [rate, alpha, rest, epsilon, momentum, decay] = scalars;
  for (let i = 0; i < theta.length; i++) {
    const d = decay === 0 ? gradient[i] : gradient[i] + decay * theta[i];
    const v = alpha * square[i] + rest * d * d;
    const b = momentum * velocity[i] + d / (Math.sqrt(v) + epsilon);
    square[i] = v;
    velocity[i] = b;
    theta[i] -= rate * b;
  }
}
