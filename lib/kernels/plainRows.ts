import { KEEP, LANES, ZERO } from "./layerKernels.js";
import type { Rows } from "./overRows.js";

/** `overRows` in doubles, by JavaScript's operators instead of a call for each. */
export function doubleRows(at: Float64Array): Rows {
  const four = new Float64Array(LANES);
  return {
    ...choices(at),
    addProducts: (factor, from, to, count) => {
      const w = at[factor];
      for (let k = 0; k < count; k++) at[to + k] += w * at[from + k];
    },
    beginFour: () => {
      four.fill(0);
    },
    addFour: (a, b, count) => {
      let [s, t, u, v] = four;
      const rest = count % LANES;
      const end = a + count - rest;
      for (; a < end; a += LANES, b += LANES) {
        s += at[a] * at[b];
        t += at[a + 1] * at[b + 1];
        u += at[a + 2] * at[b + 2];
        v += at[a + 3] * at[b + 3];
      }
      put(four, s, t, u, v);
      for (let r = 0; r < rest; r++) four[r] += at[a + r] * at[b + r];
    },
    addFourAlone: (a, count) => {
      let [s, t, u, v] = four;
      const rest = count % LANES;
      const end = a + count - rest;
      for (; a < end; a += LANES) {
        s += at[a];
        t += at[a + 1];
        u += at[a + 2];
        v += at[a + 3];
      }
      put(four, s, t, u, v);
      for (let r = 0; r < rest; r++) four[r] += at[a + r];
    },
    endFour: (to, start) => {
      const sum = four[0] + four[2] + (four[1] + four[3]);
      at[to] = start === KEEP ? at[to] + sum : sum;
    },
    combine: (a, alpha, b, beta, gamma, result, count) => {
      const [x, y, z] = [at[alpha], at[beta], at[gamma]];
      for (let k = 0; k < count; k++) {
        let sum = x * at[a + k];
        if (b >= 0) sum = sum + y * at[b + k];
        at[result + k] = gamma < 0 ? sum : sum + z;
      }
    },
  };
}

/** The same in float32; storing to an array rounds too. */
export function singleRows(at: Float32Array): Rows {
  const { fround } = Math;
  const four = new Float32Array(LANES);
  return {
    ...choices(at),
    addProducts: (factor, from, to, count) => {
      const w = at[factor];
      for (let k = 0; k < count; k++) at[to + k] += fround(w * at[from + k]);
    },
    beginFour: () => {
      four.fill(0);
    },
    addFour: (a, b, count) => {
      let [s, t, u, v] = four;
      const rest = count % LANES;
      const end = a + count - rest;
      for (; a < end; a += LANES, b += LANES) {
        s = fround(s + fround(at[a] * at[b]));
        t = fround(t + fround(at[a + 1] * at[b + 1]));
        u = fround(u + fround(at[a + 2] * at[b + 2]));
        v = fround(v + fround(at[a + 3] * at[b + 3]));
      }
      put(four, s, t, u, v);
      for (let r = 0; r < rest; r++) four[r] += fround(at[a + r] * at[b + r]);
    },
    addFourAlone: (a, count) => {
      let [s, t, u, v] = four;
      const rest = count % LANES;
      const end = a + count - rest;
      for (; a < end; a += LANES) {
        s = fround(s + at[a]);
        t = fround(t + at[a + 1]);
        u = fround(u + at[a + 2]);
        v = fround(v + at[a + 3]);
      }
      put(four, s, t, u, v);
      for (let r = 0; r < rest; r++) four[r] += at[a + r];
    },
    endFour: (to, start) => {
      const sum = fround(fround(four[0] + four[2]) + fround(four[1] + four[3]));
      at[to] = start === KEEP ? at[to] + sum : sum;
    },
    combine: (a, alpha, b, beta, gamma, result, count) => {
      const [x, y, z] = [at[alpha], at[beta], at[gamma]];
      for (let k = 0; k < count; k++) {
        let sum = fround(x * at[a + k]);
        if (b >= 0) sum = fround(sum + fround(y * at[b + k]));
        at[result + k] = gamma < 0 ? sum : sum + z;
      }
    },
  };
}

/** What rounds in both types as the array does. */
function choices(
  at: Float64Array | Float32Array,
): Pick<Rows, "begin" | "keepLarger" | "takeChosen" | "placeChosen" | "divide"> {
  return {
    begin: (to, start, count) => {
      if (start !== KEEP) at.fill(start === ZERO ? 0 : at[start], to, to + count);
    },
    keepLarger: (from, index, largest, chosen, count) => {
      for (let k = 0; k < count; k++) {
        const [x, y] = [at[from + k], at[largest + k]];
        if (x <= y || Number.isNaN(y)) continue;
        at[largest + k] = x;
        at[chosen + k] = index;
      }
    },
    takeChosen: (from, index, chosen, to, count) => {
      for (let k = 0; k < count; k++) if (at[chosen + k] === index) at[to + k] = at[from + k];
    },
    placeChosen: (from, index, chosen, to, count) => {
      for (let k = 0; k < count; k++) at[to + k] = at[chosen + k] === index ? at[from + k] : 0;
    },
    divide: (from, by, to, count) => {
      for (let k = 0; k < count; k++) at[to + k] = at[from + k] / by;
    },
  };
}

function put(four: Float64Array | Float32Array, s: number, t: number, u: number, v: number): void {
  four[0] = s;
  four[1] = t;
  four[2] = u;
  four[3] = v;
}
