import type { Optimizer } from "../optimizers.js";

const fl: (x: number) => number = Math.fround;

/**
 * One step of an optimizer in float32: the operations of `moveOver`, in loops without calls.
 *
 * An operation on two float32 numbers in float64, rounded to float32, is float32's own (Figueroa's
 * theorem), so `Math.fround` of each is enough. Engines that convert back and forth for it need up to
 * twice the time of float64.
 *
 * @param scalars - the step's `coefficients`, rounded to float32
 */
export function moveSingles(
  optimizer: Optimizer,
  scalars: readonly number[],
  theta: Float32Array,
  gradient: Float32Array,
  buffers: readonly Float32Array[],
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

type Singles = Float32Array;

function slide(eta: number, lambda: number, theta: Singles, gradient: Singles): void {
  const rate = fl(eta);
  const decay = fl(lambda);
  const n = theta.length;
  if (decay === 0) for (let i = 0; i < n; i++) theta[i] = fl(theta[i] - fl(rate * gradient[i]));
  else
    for (let i = 0; i < n; i++)
      theta[i] = fl(theta[i] - fl(rate * fl(gradient[i] + fl(decay * theta[i]))));
}

function roll(
  eta: number,
  mu: number,
  lambda: number,
  theta: Singles,
  gradient: Singles,
  velocity: Singles,
): void {
  const rate = fl(eta);
  const momentum = fl(mu);
  const decay = fl(lambda);
  const n = theta.length;
  if (decay === 0)
    for (let i = 0; i < n; i++) {
      const b = fl(fl(momentum * velocity[i]) + gradient[i]);
      velocity[i] = b;
      theta[i] = fl(theta[i] - fl(rate * b));
    }
  else
    for (let i = 0; i < n; i++) {
      const b = fl(fl(momentum * velocity[i]) + fl(gradient[i] + fl(decay * theta[i])));
      velocity[i] = b;
      theta[i] = fl(theta[i] - fl(rate * b));
    }
}

function lookAhead(
  eta: number,
  mu: number,
  lambda: number,
  theta: Singles,
  gradient: Singles,
  velocity: Singles,
): void {
  const rate = fl(eta);
  const momentum = fl(mu);
  const decay = fl(lambda);
  for (let i = 0; i < theta.length; i++) {
    const d = decay === 0 ? gradient[i] : fl(gradient[i] + fl(decay * theta[i]));
    const b = fl(fl(momentum * velocity[i]) + d);
    velocity[i] = b;
    theta[i] = fl(theta[i] - fl(rate * fl(d + fl(momentum * b))));
  }
}

function adapt(
  { kind, weightDecay }: Optimizer,
  scalars: readonly number[],
  theta: Singles,
  gradient: Singles,
  mean: Singles,
  square: Singles,
): void {
  const [rate, beta1, rest1, beta2, rest2, root, epsilon, decay] = scalars.map(fl);
  const penalized = kind === "adam" && weightDecay > 0;
  const shrunk = kind === "adamW" && weightDecay > 0;
  for (let i = 0; i < theta.length; i++) {
    const d = penalized ? fl(gradient[i] + fl(fl(decay) * theta[i])) : gradient[i];
    const m = fl(fl(fl(beta1) * mean[i]) + fl(fl(rest1) * d));
    const v = fl(fl(fl(beta2) * square[i]) + fl(fl(fl(rest2) * d) * d));
    mean[i] = m;
    square[i] = v;
    const from = shrunk ? fl(theta[i] * fl(decay)) : theta[i];
    const size = fl(fl(fl(Math.sqrt(v)) / fl(root)) + fl(epsilon));
    theta[i] = fl(from - fl(fl(fl(rate) * m) / size));
  }
}

function scale(
  scalars: readonly number[],
  theta: Singles,
  gradient: Singles,
  square: Singles,
): void {
  const [rate, alpha, rest, epsilon, , decay] = scalars.map(fl);
  for (let i = 0; i < theta.length; i++) {
    const d = decay === 0 ? gradient[i] : fl(gradient[i] + fl(fl(decay) * theta[i]));
    const v = fl(fl(fl(alpha) * square[i]) + fl(fl(fl(rest) * d) * d));
    square[i] = v;
    const size = fl(fl(Math.sqrt(v)) + fl(epsilon));
    theta[i] = fl(theta[i] - fl(fl(fl(rate) * d) / size));
  }
}

function scaleAndRoll(
  scalars: readonly number[],
  theta: Singles,
  gradient: Singles,
  square: Singles,
  velocity: Singles,
): void {
  const [rate, alpha, rest, epsilon, momentum, decay] = scalars.map(fl);
  for (let i = 0; i < theta.length; i++) {
    const d = decay === 0 ? gradient[i] : fl(gradient[i] + fl(fl(decay) * theta[i]));
    const v = fl(fl(fl(alpha) * square[i]) + fl(fl(fl(rest) * d) * d));
    const size = fl(fl(Math.sqrt(v)) + fl(epsilon));
    const b = fl(fl(fl(momentum) * velocity[i]) + fl(d / size));
    square[i] = v;
    velocity[i] = b;
    theta[i] = fl(theta[i] - fl(fl(rate) * b));
  }
}
