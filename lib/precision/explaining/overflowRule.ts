import type { FloatFormat } from "../formats/format.js";
import { spacing } from "../formats/ulp.js";
import { stopsAtEnd } from "../rounding/roundByDefinition.js";
import { isStochastic, type Rounding } from "../rounding/rounding.js";
import { decimalText as text } from "./decimalText.js";

/**
 * The sentence about an x that rounds to a number past the format's end.
 *
 * @param rounded - what x becomes
 * @param taken - to what it would round if the format had no end
 */
export function overflowRule(
  x: number,
  rounded: number,
  taken: number,
  format: FloatFormat,
  { mode, overflow }: Rounding,
): string {
  const limit = x < 0 ? format.lowest : format.maxFinite;
  const end =
    x < 0 && format.lowest !== -format.maxFinite ? "lowest number" : "largest finite number";
  const name = `the ${end}${x < 0 && end === "largest finite number" ? " of its sign" : ""}, ${text(limit)}`;
  if (overflow === "wrap")
    return `x rounds to ${text(taken)}, past ${name}: it wraps around to ${text(rounded)}.`;
  if (overflow !== "saturate" && stopsAtEnd(mode, x))
    return `x lies past ${name}: rounding ${mode.replace("-", " ")} stops there.`;
  const outcome =
    overflow === "saturate"
      ? `saturating gives ${text(rounded)}`
      : `overflow gives ${text(rounded)}`;
  return `${excess(x, limit, taken, mode, name, format)}: ${outcome} here.`;
}

/** How far past the end, as the mode judges it. */
function excess(
  x: number,
  limit: number,
  taken: number,
  mode: Rounding["mode"],
  name: string,
  format: FloatFormat,
): string {
  if (!mode.startsWith("nearest"))
    return `x lies past ${name}, and ${isStochastic(mode) ? "the random bits" : `rounding ${mode.replace("-", " ")}`} would take ${text(taken)}`;
  const ulps = (Math.abs(x) - Math.abs(limit)) / spacing(limit, format);
  return ulps === 0.5
    ? `x lies half an ulp past ${name}, a tie that goes to ${text(taken)}`
    : `x lies more than half an ulp past ${name}`;
}
