import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { Optimizer } from "../optimizers.js";
import type { Numbers } from "./stepArithmetic.js";

/**
 * One step of an optimizer in any arithmetic of numbers, written to be read: the formulas of `sgd`,
 * `adam`, `adamW` and `rmsProp`, an operation at a time from left to right. `moveNatively` does the
 * same operations.
 *
 * @param operations - of numbers
 * @param optimizer - which formula
 * @param scalars - its `coefficients`, in numbers of the arithmetic
 * @param theta - changed
 * @param gradient - what the optimizer sees
 * @param buffers - its state, changed
 * @param first - the first coordinate that is moved
 */
export function moveOver(
  { add, subtract, multiply, divide, squareRoot }: ScalarOperations<number>,
  optimizer: Optimizer,
  scalars: readonly number[],
  theta: Numbers,
  gradient: Numbers,
  buffers: readonly Numbers[],
  first = 0,
): void {
  const decays = optimizer.weightDecay > 0;
  /** g, or g + λθ */
  const penalized = (i: number, decay: number): number =>
    decays ? add(gradient[i], multiply(decay, theta[i])) : gradient[i];

  for (let i = first; i < theta.length; i++)
    switch (optimizer.kind) {
      case "sgd": {
        const [rate, momentum, decay] = scalars;
        let d = penalized(i, decay);
        if (optimizer.momentum > 0) {
          const [b] = buffers;
          b[i] = add(multiply(momentum, b[i]), d);
          d = optimizer.nesterov ? add(d, multiply(momentum, b[i])) : b[i];
        }
        theta[i] = subtract(theta[i], multiply(rate, d));
        break;
      }
      case "adam":
      case "adamW": {
        const [rate, beta1, rest1, beta2, rest2, root, epsilon, decay] = scalars;
        const [m, v] = buffers;
        const d = optimizer.kind === "adam" ? penalized(i, decay) : gradient[i];
        m[i] = add(multiply(beta1, m[i]), multiply(rest1, d));
        v[i] = add(multiply(beta2, v[i]), multiply(multiply(rest2, d), d));
        const from = optimizer.kind === "adamW" && decays ? multiply(theta[i], decay) : theta[i];
        const size = add(divide(squareRoot(v[i]), root), epsilon);
        theta[i] = subtract(from, divide(multiply(rate, m[i]), size));
        break;
      }
      case "rmsProp": {
        const [rate, alpha, rest, epsilon, momentum, decay] = scalars;
        const [v, b] = buffers;
        const d = penalized(i, decay);
        v[i] = add(multiply(alpha, v[i]), multiply(multiply(rest, d), d));
        const size = add(squareRoot(v[i]), epsilon);
        if (optimizer.momentum > 0) {
          b[i] = add(multiply(momentum, b[i]), divide(d, size));
          theta[i] = subtract(theta[i], multiply(rate, b[i]));
        } else theta[i] = subtract(theta[i], divide(multiply(rate, d), size));
        break;
      }
    }
}
