import { symmetricEigenvalues } from "../../numerics/symmetricEigenvalues.js";
import type { CriticalPoint, Objective } from "../objective.js";
import { boxAround, isWithin, pointBox, touch } from "./boxes.js";
import { certify } from "./certify.js";
import type { Enclosures } from "./enclosures.js";
import { hessianOf, type NewtonStatus, newton, polish } from "./newton.js";

/** A critical point with what is proved about it. */
export interface CertifiedCriticalPoint extends CriticalPoint {
  /** Eigenvalues of the Hessian at `point`, ascending, computed in doubles. */
  readonly eigenvalues: readonly number[];
  /** Upper bound of ‖∇L‖₂ at `point`. */
  readonly residual: number;
  /**
   * Proved: exactly one critical point has all its coordinates this near to those of `point`.
   * ∞ if not certified.
   */
  readonly radius: number;
  /** Whether existence, uniqueness within `radius` and the Morse index are proved. */
  readonly certified: boolean;
  /**
   * Not certified for want of curvature: the Hessian is singular, or too nearly so for doubles.
   * The Morse index is a guess then.
   */
  readonly degenerate: boolean;
  /** Not certified because a kink or a pole touches it. */
  readonly kink: boolean;
  /** Whether the domain's boundary is within `radius`: the point may be just outside. */
  readonly onBoundary: boolean;
}

/** Critical points as they are found, each once. */
export interface Collection {
  /** Those proved. */
  readonly certified: readonly CertifiedCriticalPoint[];
  /** Places where Newton's iteration ended and nothing could be proved, some distance apart. */
  readonly uncertified: readonly CertifiedCriticalPoint[];
  /** Flat boxes with one critical point each, known (perhaps just outside the domain). */
  readonly covers: readonly Float64Array[];
  /**
   * Runs Newton's iteration from a start, and takes in where it ends; with `deflated` away
   * from the points known before. Returns how it ended and whether that was a new point.
   */
  seek(start: Float64Array, deflated: boolean): { status: NewtonStatus; isNew: boolean };
}

/** An empty collection for the critical points in a domain (flat bounds). */
export function emptyCollection(
  objective: Objective,
  enclosed: Enclosures,
  domain: Float64Array,
): Collection {
  const { n } = enclosed;
  const hessian = hessianOf(objective);
  const widths = Float64Array.from({ length: n }, (_, i) => domain[2 * i + 1] - domain[2 * i]);
  const certified: CertifiedCriticalPoint[] = [];
  const uncertified: CertifiedCriticalPoint[] = [];
  const covers: Float64Array[] = [];
  const isCovered = (point: Float64Array): boolean =>
    covers.some((cover) => isWithin(pointBox(point), cover));
  const isNear = (other: CertifiedCriticalPoint, point: Float64Array): boolean =>
    other.point.every((x, i) => Math.abs(x - point[i]) < 1e-3 * widths[i]);

  const take = (place: Float64Array): boolean => {
    if (isCovered(place)) return false;
    const point = polish(objective, place, widths);
    if (isCovered(point)) return false;
    const loss = objective.loss(point);
    if (!Number.isFinite(loss)) return false;
    const matrix = hessian(point);
    const { residual, radius, morseIndex, kink, cover } = certify(enclosed, point, matrix, widths);
    if (cover) covers.push(cover);
    else if (uncertified.some((other) => isNear(other, point))) return false;
    const reach = boxAround(point, new Float64Array(n).fill(cover ? radius : 0));
    if (!touch(reach, domain)) return cover !== undefined;
    const eigenvalues = matrix.every(Number.isFinite) ? [...symmetricEigenvalues(matrix, n)] : [];
    (cover ? certified : uncertified).push({
      point: [...point],
      loss,
      morseIndex: morseIndex ?? eigenvalues.filter((value) => value < 0).length,
      eigenvalues,
      residual,
      radius,
      certified: cover !== undefined,
      degenerate: !cover && !kink,
      kink,
      onBoundary: !isWithin(reach, domain),
    });
    return true;
  };
  return {
    certified,
    uncertified,
    covers,
    seek: (start, deflated) => {
      if (!Number.isFinite(objective.loss(start))) return { status: "notFinite", isNew: false };
      const known = deflated ? [...certified, ...uncertified] : [];
      const away = known.map(({ point }) => Float64Array.from(point));
      const { status, point } = newton(objective, start, domain, away);
      return { status, isNew: status === "converged" && take(point) };
    },
  };
}
