/**
 * Which bar of one persistence diagram goes to which of another. Every bar of both occurs once;
 * −1 stands for the diagonal, which any number of bars may share.
 */
export interface Matching {
  /** 2·k numbers: index of a bar in the first diagram, index of its partner in the second. */
  readonly pairs: Int32Array;
  /** k of the pair, pairs[2k] and pairs[2k + 1], that attains the bottleneck distance. */
  readonly bottleneckPair?: number;
}

/**
 * A matching from the partner of each bar of the first diagram: in the order of the first
 * diagram, then the bars of the second that are left, with the diagonal.
 *
 * @param partners - for each bar of the first diagram an index in the second, or −1
 * @param secondCount - number of bars of the second diagram
 *
 * @example
 * matchingOf(Int32Array.of(1, -1), 2).pairs; // 0, 1, 1, −1, −1, 0
 */
export function matchingOf(partners: Int32Array, secondCount: number): Matching {
  const pairs: number[] = [];
  const taken = new Uint8Array(secondCount);
  for (let i = 0; i < partners.length; i++) {
    pairs.push(i, partners[i]);
    if (partners[i] >= 0) taken[partners[i]] = 1;
  }
  for (let j = 0; j < secondCount; j++) if (!taken[j]) pairs.push(-1, j);
  return { pairs: Int32Array.from(pairs) };
}
