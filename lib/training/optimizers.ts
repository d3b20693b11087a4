/** How a gradient moves the parameters, as plain data; `sgd`, `adam` … make them. */
export type Optimizer =
  | {
      readonly kind: "sgd";
      readonly momentum: number;
      readonly nesterov: boolean;
      /** λ of an L² penalty λ/2·‖θ‖² added to the loss. */
      readonly weightDecay: number;
    }
  | {
      /** `adamW` shrinks θ by ηλ instead of adding λθ to the gradient. */
      readonly kind: "adam" | "adamW";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | {
      readonly kind: "rmsProp";
      readonly decay: number;
      readonly epsilon: number;
      readonly momentum: number;
      readonly weightDecay: number;
    };
