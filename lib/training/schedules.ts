/** η as a function of the step, as plain data; steps count from 0, `total` is the run's number of steps. */
export type Schedule =
  | { readonly kind: "constant"; readonly rate: number }
  | {
      /** rate·factor^⌊step/every⌋ */
      readonly kind: "step";
      readonly rate: number;
      readonly factor: number;
      readonly every: number;
    }
  | { readonly kind: "cosine"; readonly rate: number; readonly least: number }
  | {
      /** Linear from rate/steps up to the rate of `then`, which starts after it. */
      readonly kind: "warmUp";
      readonly steps: number;
      readonly then: Schedule;
    }
  | {
      /** Triangular between the two, `halfPeriod` steps up and as many down. */
      readonly kind: "cyclical";
      readonly least: number;
      readonly largest: number;
      readonly halfPeriod: number;
    }
  | {
      /** S(m₁, m₂, largest, least): constant up to epoch m₁, linear to epoch m₂, constant after. */
      readonly kind: "ramp";
      readonly from: number;
      readonly to: number;
      readonly largest: number;
      readonly least: number;
    };
