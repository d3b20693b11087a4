import { bisect, isWithin, middle, touch } from "./boxes.js";
import type { NewtonTest } from "./newtonTest.js";

/** A box that could not be decided. */
export interface LeftBox {
  /** Flat bounds. */
  readonly box: Float64Array;
  /** Whether a kink or a pole may lie in it. */
  readonly rough: boolean;
}

/**
 * Branch and bound: cuts a box into parts, each of which is proved to hold no critical point
 * but those known, or is left.
 *
 * A part is done when it lies in a box known to hold one critical point (`covers`), or when
 * interval arithmetic finds none in it; else it is replaced by its image under Krawczyk's
 * operator, if that is much smaller, or halved across the coordinate widest beside the domain.
 *
 * @param domain - flat bounds
 * @param covers - boxes with one known critical point each; may grow during the search
 * @param discover - is told a place near which there is one, and may add to `covers`
 * @param budget - how many boxes may be examined
 * @param resolution - boxes with all widths below this share of the domain's are left
 */
export function boxSearch(
  domain: Float64Array,
  test: NewtonTest,
  covers: readonly Float64Array[],
  discover: (place: Float64Array) => void,
  budget: number,
  resolution: number,
): { readonly left: LeftBox[]; readonly examined: number } {
  const n = domain.length / 2;
  const queue: Float64Array[] = [domain];
  const left: LeftBox[] = [];
  const image = new Float64Array(2 * n);
  const widths = Float64Array.from({ length: n }, (_, i) => domain[2 * i + 1] - domain[2 * i]);
  const share = (box: Float64Array, i: number): number => (box[2 * i + 1] - box[2 * i]) / widths[i];
  const volume = (box: Float64Array): number => {
    let product = 1;
    for (let i = 0; i < n; i++) product *= share(box, i);
    return product;
  };
  let head = 0;
  for (; head < queue.length && head < budget; head++) {
    const box = queue[head];
    if (covers.some((cover) => isWithin(box, cover))) continue;
    const verdict = test.examine(box, image);
    if (verdict === "none") continue;
    if (covers.some((cover) => isWithin(image, cover))) continue;
    if (verdict === "one" || verdict === "regular") {
      const before = covers.length;
      if (!covers.some((cover) => touch(image, cover))) discover(middle(image));
      if (covers.length > before && isWithin(image, covers[before])) continue;
    }
    let widest = 0;
    for (let i = 1; i < n; i++) if (share(image, i) > share(image, widest)) widest = i;
    if (share(image, widest) < resolution) {
      left.push({ box: image.slice(), rough: verdict === "rough" });
      continue;
    }
    if (volume(image) < 0.5 * volume(box)) queue.push(image.slice());
    else queue.push(...bisect(box, widest));
  }
  const bounds = new Float64Array(2 * n);
  for (const box of queue.slice(head)) {
    if (covers.some((cover) => isWithin(box, cover))) continue;
    left.push({ box, rough: !test.gradient(box, bounds) });
  }
  return { left, examined: head };
}
