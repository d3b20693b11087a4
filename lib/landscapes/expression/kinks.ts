import type { Kink } from "../objective.js";
import type { Tape, TapeOperation } from "./tape.js";

/** Which two operands each kink compares; of `absolute` the second is 0. */
const comparedOperands: Readonly<Record<Kink["operation"], readonly [number, number?]>> = {
  minimum: [0, 1],
  maximum: [0, 1],
  whereLess: [0, 1],
  absolute: [0],
};

/** Whether an operation is not differentiable where the two operands that it compares are equal. */
export const isKink = (operation: TapeOperation): operation is Kink["operation"] =>
  operation in comparedOperands;

/** θ ↦ the two operands that each kink of a tape compares, in the order of its nodes. */
export function kinkTape({ inputCount, nodes }: Tape): Tape {
  const outputs: number[] = [];
  const zero = nodes.length;
  for (const { operation, operands } of nodes) {
    if (!isKink(operation)) continue;
    const [first, second] = comparedOperands[operation];
    outputs.push(operands[first], second === undefined ? zero : operands[second]);
  }
  const constant = { operation: "constant", operands: [], value: 0 } as const;
  return { inputCount, nodes: [...nodes, constant], outputs };
}
