import { requireKnown } from "../numerics/requireKnown.js";

/** How a gradient moves the parameters, as plain data; `sgd`, `adam` … make them. */
export type Optimizer = SgdOptimizer | AdamOptimizer | RmsPropOptimizer;

/** Gradient descent with a velocity, see {@link sgd}. */
export interface SgdOptimizer {
  readonly kind: "sgd";
  readonly momentum: number;
  readonly nesterov: boolean;
  /** λ of an L² penalty λ/2·‖θ‖² added to the loss. */
  readonly weightDecay: number;
}

/** Steps over running means of gradient and squared gradient, see {@link adam}. */
export interface AdamOptimizer {
  /** `adamW` shrinks θ by ηλ instead of adding λθ to the gradient. */
  readonly kind: "adam" | "adamW";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** The gradient over the root of a running mean of its square, see {@link rmsProp}. */
export interface RmsPropOptimizer {
  readonly kind: "rmsProp";
  readonly decay: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

/**
 * Stochastic gradient descent, with momentum μ if it is not 0, as PyTorch defines it (the velocity
 * holds no learning rate):
 *
 *     d = g + λθ                        b ← μb + d          (b = 0 at first)
 *     θ ← θ − ηd                        without momentum
 *     θ ← θ − ηb                        with
 *     θ ← θ − η(d + μb)                 Nesterov's
 *
 * @param options - `momentum` 0, `nesterov` false, `weightDecay` λ = 0 unless told
 * @throws TypeError if there is another option, or `nesterov` is no boolean
 * @throws RangeError if momentum is not in [0, 1), λ negative, or Nesterov's has no momentum
 * @see Sutskever, Martens, Dahl & Hinton (2013), On the importance of initialization and momentum
 *   in deep learning, ICML
 *
 * @example
 * sgd({ momentum: 0.9 });
 */
export function sgd(options: Partial<Omit<SgdOptimizer, "kind">> = {}): SgdOptimizer {
  return made({ kind: "sgd", momentum: 0, nesterov: false, weightDecay: 0 }, options, "sgd");
}

/**
 * Adam; t counts the steps taken from 1:
 *
 *     d = g + λθ
 *     m ← β₁m + (1 − β₁)d               v ← β₂v + (1 − β₂)d²
 *     θ ← θ − η/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε)
 *
 * @param options - β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, λ = 0 unless told
 * @throws TypeError if there is another option
 * @throws RangeError if a β is not in [0, 1), or ε or λ is negative
 * @see Kingma & Ba (2015), Adam: a method for stochastic optimization, ICLR
 *
 * @example
 * adam({ beta2: 0.99 });
 */
export function adam(options: Partial<Omit<AdamOptimizer, "kind">> = {}): AdamOptimizer {
  return made({ kind: "adam", ...adamDefaults, weightDecay: 0 }, options, "adam");
}

/**
 * Adam with decoupled weight decay: first θ ← θ·(1 − ηλ), then {@link adam}'s step with d = g.
 *
 * @param options - as for {@link adam}, but λ = 0.01 unless told
 * @throws as {@link adam}
 * @see Loshchilov & Hutter (2019), Decoupled weight decay regularization, ICLR
 *
 * @example
 * adamW({ weightDecay: 0.1 });
 */
export function adamW(options: Partial<Omit<AdamOptimizer, "kind">> = {}): AdamOptimizer {
  return made({ kind: "adamW", ...adamDefaults, weightDecay: 0.01 }, options, "adamW");
}

/**
 * RMSProp, not centred, ε outside the root:
 *
 *     d = g + λθ                        v ← αv + (1 − α)d²
 *     θ ← θ − η·d/(√v + ε)              without momentum
 *     b ← μb + d/(√v + ε), θ ← θ − ηb   with
 *
 * @param options - `decay` α = 0.99, ε = 10⁻⁸, `momentum` 0, λ = 0 unless told
 * @throws TypeError if there is another option
 * @throws RangeError if α or the momentum is not in [0, 1), or ε or λ is negative
 * @see Tieleman & Hinton (2012), Lecture 6.5, COURSERA: Neural networks for machine learning
 *
 * @example
 * rmsProp({ decay: 0.9 });
 */
export function rmsProp(options: Partial<Omit<RmsPropOptimizer, "kind">> = {}): RmsPropOptimizer {
  return made(
    { kind: "rmsProp", decay: 0.99, epsilon: 1e-8, momentum: 0, weightDecay: 0 },
    options,
    "rmsProp",
  );
}

const adamDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The optimizer of the defaults and what was told instead. */
function made<T extends Optimizer>(defaults: T, options: object, caller: string): T {
  const names = Object.keys(defaults).filter((name) => name !== "kind");
  requireKnown(options, names, "option", caller);
  const told = Object.entries(options).filter(([, value]) => value !== undefined);
  const optimizer = { ...defaults, ...Object.fromEntries(told) };
  requireOptimizer(optimizer, caller);
  return optimizer;
}

const memberNames: Readonly<Record<Optimizer["kind"], readonly string[]>> = {
  sgd: ["kind", "momentum", "nesterov", "weightDecay"],
  adam: ["kind", "beta1", "beta2", "epsilon", "weightDecay"],
  adamW: ["kind", "beta1", "beta2", "epsilon", "weightDecay"],
  rmsProp: ["kind", "decay", "epsilon", "momentum", "weightDecay"],
};

/**
 * Refuses what is no optimizer.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if the kind is unknown, a member is missing, unknown or of another type
 * @throws RangeError if a number is out of range
 *
 * @example
 * requireOptimizer(sgd(), "here"); // nothing happens
 */
export function requireOptimizer(optimizer: Optimizer, caller: string): void {
  const names = Object.hasOwn(memberNames, optimizer?.kind)
    ? memberNames[optimizer.kind]
    : undefined;
  if (!names)
    throw new TypeError(
      `${caller}: expected an optimizer such as sgd() or adam(), got ${String(optimizer?.kind ?? optimizer)}`,
    );
  requireKnown(optimizer, names, "option", caller);
  for (const name of names) {
    if (name === "kind") continue;
    const value: unknown = (optimizer as unknown as Record<string, unknown>)[name];
    if (name === "nesterov") {
      if (typeof value !== "boolean")
        throw new TypeError(`${caller}: nesterov must be true or false, got ${String(value)}`);
      continue;
    }
    if (typeof value !== "number")
      throw new TypeError(`${caller}: ${name} must be a number, got ${String(value)}`);
    const unbounded = name === "epsilon" || name === "weightDecay";
    if (unbounded ? !(value >= 0 && value < Infinity) : !(value >= 0 && value < 1))
      throw new RangeError(
        `${caller}: ${name} must be ${unbounded ? "finite and >= 0" : "in [0, 1)"}, got ${value}`,
      );
  }
  if (optimizer.kind === "sgd" && optimizer.nesterov && optimizer.momentum === 0)
    throw new RangeError(`${caller}: nesterov needs a momentum > 0, got 0`);
}
