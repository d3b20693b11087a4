import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { RealInterval } from "../../numerics/interval.js";
import { intervalOperations } from "../../numerics/intervalOperations.js";
import { tapesOf } from "../expression/tapeObjective.js";
import type { Objective } from "../objective.js";
import { type BoxFunction, intervalTape, isSmooth } from "./intervalTape.js";

/** Enclosures of the derivatives of a loss over boxes. */
export interface Enclosures {
  /** Number of variables. */
  readonly n: number;
  /**
   * ∇L, n intervals; at kinks the derivatives of both sides. Smooth only where L itself is
   * defined: the derivative of log does not
   * tell, nor that of 0·√x, which is left out.
   */
  readonly gradient: BoxFunction;
  /** ∇²L, n·n intervals, row-major; where the box is not smooth, without the jumps of ∇L. */
  readonly hessian: BoxFunction;
}

/** Operations that are undefined for some operands. */
const isPartial: ReadonlySet<string> = new Set(["log", "squareRoot", "divide"]);

/** The enclosures of an objective with derivatives in any arithmetic. */
export function enclosures(objective: Objective): Enclosures {
  const { dimension: n, name } = objective;
  const tapes = tapesOf(objective);
  if (tapes) {
    const gradient = intervalTape(tapes.gradient);
    const partial = tapes.loss.nodes.some(({ operation }) => isPartial.has(operation));
    return {
      n,
      gradient: partial ? whereDefined(gradient, intervalTape(tapes.loss)) : gradient,
      hessian: intervalTape(tapes.hessian),
    };
  }
  if (!objective.gradientOver || !objective.hessianOver)
    throw new TypeError(
      `criticalPoints: expected derivatives in any arithmetic (gradientOver, hessianOver), ${name} has none`,
    );
  const made = objective as Required<Objective>;
  const gradient = watched(name, (operations, theta) => made.gradientOver(operations, theta));
  const loss = watched(name, (operations, theta) => [made.lossOver(operations, theta)]);
  return {
    n,
    gradient: objective.lossOver ? whereDefined(gradient, loss) : gradient,
    hessian: watched(name, (operations, theta) => made.hessianOver(operations, theta)),
  };
}

function whereDefined(gradient: BoxFunction, loss: BoxFunction): BoxFunction {
  const value = new Float64Array(2);
  return (box, out) => gradient(box, out) && loss(box, value);
}

type Over = <T>(operations: ScalarOperations<T>, theta: readonly T[]) => T[];

/** A function of any arithmetic over boxes, its operations watched for kinks and poles. */
function watched(name: string, over: Over): BoxFunction {
  let smooth = true;
  const look = (
    operation: Parameters<typeof isSmooth>[0],
    a: RealInterval,
    b: RealInterval = a,
  ): void => {
    if (!isSmooth(operation, a.lower, a.upper, b.lower, b.upper)) smooth = false;
  };
  const refused = (): never => {
    throw new TypeError(
      `criticalPoints: the derivatives of ${name} look at values (less, toNumber), which boxes have none of`,
    );
  };
  const ops = intervalOperations;
  const operations: ScalarOperations<RealInterval> = {
    ...ops,
    less: refused,
    toNumber: refused,
    divide: (a, b) => {
      look("divide", a, b);
      return ops.divide(a, b);
    },
    squareRoot: (a) => {
      look("squareRoot", a);
      return ops.squareRoot(a);
    },
    log: (a) => {
      look("log", a);
      return ops.log(a);
    },
    absolute: (a) => {
      look("absolute", a);
      return ops.absolute(a);
    },
    minimum: (a, b) => {
      look("minimum", a, b);
      return ops.minimum(a, b);
    },
    maximum: (a, b) => {
      look("maximum", a, b);
      return ops.maximum(a, b);
    },
    whereLess: (a, b, below, otherwise) => {
      look("whereLess", a, b);
      return ops.whereLess(a, b, below, otherwise);
    },
  };
  return (box, out) => {
    smooth = true;
    const theta: RealInterval[] = [];
    for (let i = 0; i < box.length; i += 2) theta.push({ lower: box[i], upper: box[i + 1] });
    over(operations, theta).forEach(({ lower, upper }, i) => {
      out[2 * i] = lower;
      out[2 * i + 1] = upper;
    });
    return smooth;
  };
}
