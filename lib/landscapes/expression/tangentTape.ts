import type { ScalarOperations } from "../../numerics/arithmetic.js";
import { simplifying } from "./simplifying.js";
import type { Tape } from "./tape.js";
import { makeTapeBuilder, type Node, type TapeBuilder } from "./tapeBuilder.js";

/**
 * Directional derivatives of a tape by forward accumulation: of a gradient tape, products of the
 * Hessian with a vector (forward over reverse).
 *
 * Inputs of the result: the n inputs θ of the tape, then the n coordinates of the direction v.
 * Outputs: d/dε of each output at θ + εv. About three times as long as the tape, whatever n is.
 *
 * Order of operations: those of the tape, then the tangents from the first node to the last,
 * simplified as `simplifying` says. From the tangents u of a and v of b an operation with
 * result w has
 *
 *     a + b: u + v     a·b: u·b + v·a        √a: u/(w + w)     sin a: u·cos a
 *     a − b: u − v     a·a: u·(a + a)        exp a: u·w        cos a: −(u·sin a)
 *     −a: −u           a/b: (u − w·v)/b      log a: u/a        tanh a: u·(1 − w·w)
 *
 * and a choice the tangent of the branch that it takes.
 *
 * @see Pearlmutter (1994), Fast exact multiplication by the Hessian, Neural Computation 6(1)
 */
export function tangentTape(tape: Tape): Tape {
  const { inputCount: n } = tape;
  const builder = makeTapeBuilder();
  const theta = Array.from({ length: n }, (_, i) => builder.input(i));
  const direction = Array.from({ length: n }, (_, i) => builder.input(n + i));
  const value = builder.append(tape, theta);
  return builder.finish(2 * n, tangents(builder, tape, value, direction));
}

/**
 * The Hessian from a gradient tape, by one tangent per coordinate: n·n outputs, row-major. Those
 * of the upper triangle are the nodes of the lower one, so the matrix is symmetric to the last bit.
 */
export function hessianTape(gradient: Tape): Tape {
  const { inputCount: n } = gradient;
  const builder = makeTapeBuilder();
  const theta = Array.from({ length: n }, (_, i) => builder.input(i));
  const value = builder.append(gradient, theta);
  const outputs: Node[] = new Array(n * n);
  for (let i = 0; i < n; i++) {
    const unit = theta.map((_, j) => builder.from(i === j ? 1 : 0));
    const row = tangents(builder, gradient, value, unit);
    for (let j = 0; j <= i; j++) outputs[i * n + j] = outputs[j * n + i] = row[j];
  }
  return builder.finish(n, outputs);
}

/** Tangents of the outputs of a tape whose nodes stand at `value`, from those of its inputs. */
function tangents(
  builder: TapeBuilder,
  { nodes, outputs }: Tape,
  value: readonly Node[],
  direction: readonly Node[],
): Node[] {
  const ops = simplifying(builder);
  const tangent: Node[] = [];
  nodes.forEach(({ operation, operands, value: index = 0 }, k) => {
    const at = operands.map((operand) => value[operand]);
    const along = operands.map((operand) => tangent[operand]);
    tangent.push(
      operation === "input"
        ? direction[index]
        : derivative(builder, ops, operation, at, along, value[k]),
    );
  });
  return outputs.map((output) => tangent[output]);
}

/** The tangent of an operation's result from those, u and v, of its operands a and b. */
function derivative(
  builder: TapeBuilder,
  ops: ScalarOperations<Node>,
  operation: string,
  [a, b]: readonly Node[],
  along: readonly Node[],
  result: Node,
): Node {
  const [u, v] = along;
  switch (operation) {
    case "constant":
      return builder.from(0);
    case "add":
      return ops.add(u, v);
    case "subtract":
      return ops.subtract(u, v);
    case "multiply":
      if (a === b) return ops.multiply(u, ops.add(a, a));
      return ops.add(ops.multiply(u, b), ops.multiply(v, a));
    case "divide": // of a/b = q: (u − q·v)/b
      return ops.divide(ops.subtract(u, ops.multiply(result, v)), b);
    case "negate":
      return ops.negate(u);
    case "squareRoot":
      return ops.divide(u, ops.add(result, result));
    case "absolute":
      return ops.whereLess(a, builder.from(0), ops.negate(u), u);
    case "minimum":
      return ops.whereLess(b, a, v, u);
    case "maximum":
      return ops.whereLess(a, b, v, u);
    case "exp":
      return ops.multiply(u, result);
    case "log":
      return ops.divide(u, a);
    case "sin":
      return ops.multiply(u, ops.cos(a));
    case "cos":
      return ops.negate(ops.multiply(u, ops.sin(a)));
    case "tanh":
      return ops.multiply(u, ops.subtract(builder.from(1), ops.multiply(result, result)));
    case "whereLess":
      return ops.whereLess(a, b, along[2], along[3]);
    default:
      throw new TypeError(`tangentTape: no derivative of ${operation}`);
  }
}
