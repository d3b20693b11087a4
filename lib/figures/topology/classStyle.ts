import { requireList } from "../../landscapes/requireObjective.js";
import { seriesStyle } from "../theme.js";

/** A class of paths, or several small ones pooled, and how it is drawn. */
export interface ClassLook {
  /** In legends, without the number of paths. */
  readonly name: string;
  /** Short, for a mark inside a figure: the label; "" for pooled classes and for none. */
  readonly short: string;
  /** Indices of its paths, ascending. */
  readonly members: readonly number[];
  /** Hex colour. */
  readonly color: string;
  /** Plotly's line dash. */
  readonly dash: string;
  /** Plotly's marker symbol. */
  readonly symbol: string;
  /** Line width. */
  readonly width: number;
}

/** As many classes have a style of their own. */
const styled = 6;

const pooled = { color: "#9c9c9c", dash: "solid", symbol: "circle-open", width: 1.2 };
const none = { color: "#767676", dash: "4px,4px", symbol: "x-thin-open", width: 1.2 };

/**
 * How classes are drawn: the six largest in the order of their labels with a colour, a dash and a
 * marker each, then the others as one in pale grey, then the paths in no class in dashed grey.
 *
 * @param labels - class of each path, an integer ≥ 0, or −1 for none
 * @param names - legend of class k, "class k" where there is none
 * @param caller - the function to name in the error
 * @throws TypeError if it is no list
 * @throws RangeError if a label is no integer ≥ −1
 *
 * @example
 * classLooks([0, 0, 1, -1], ["left"], "here").map(({ name }) => name); // ["left", "class 1", "no class"]
 */
export function classLooks(
  labels: ArrayLike<number>,
  names: readonly string[],
  caller: string,
): ClassLook[] {
  return classLooksOver([{ labels, names }], caller)[0];
}

/**
 * {@link classLooks} of several divisions of the same paths, such as one per precision: a class
 * is known by its first path and keeps its style as others join it.
 *
 * @param divisions - labels and names of each
 * @param caller - the function to name in the error
 */
export function classLooksOver(
  divisions: readonly { readonly labels: ArrayLike<number>; readonly names?: readonly string[] }[],
  caller: string,
): ClassLook[][] {
  const all = divisions.map(({ labels }) => membersByLabel(labels, caller));
  const weights = new Map<number, number>();
  for (const classes of all)
    for (const [label, members] of classes)
      if (label >= 0) weights.set(members[0], (weights.get(members[0]) ?? 0) + members.length);
  const largest = [...weights]
    .sort(([a, weight], [b, other]) => other - weight || a - b)
    .slice(0, styled)
    .map(([first]) => first)
    .sort((a, b) => a - b);
  return all.map((classes, k) => {
    const names = divisions[k].names ?? [];
    const own = [...classes].filter(([label]) => label >= 0).sort(([a], [b]) => a - b);
    const isLarge = ([, members]: [number, number[]]): boolean => largest.includes(members[0]);
    const others = own.filter((entry) => !isLarge(entry));
    const lost = classes.get(-1) ?? [];
    return [
      ...own.filter(isLarge).map(([label, members]) => ({
        ...seriesStyle(largest.indexOf(members[0]), ""),
        name: names[label] ?? `class ${label}`,
        short: String(label),
        members,
      })),
      ...(others.length > 0
        ? [
            {
              ...pooled,
              name: others.length === 1 ? "1 other" : `${others.length} others`,
              short: "",
              members: others.flatMap(([, members]) => members).sort((a, b) => a - b),
            },
          ]
        : []),
      ...(lost.length > 0 ? [{ ...none, name: "no class", short: "", members: lost }] : []),
    ];
  });
}

/** Paths of each label, in the order in which the labels first appear. */
function membersByLabel(labels: ArrayLike<number>, caller: string): Map<number, number[]> {
  requireList(labels, "labels", caller);
  const classes = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    if (!Number.isInteger(labels[i]) || labels[i] < -1)
      throw new RangeError(
        `${caller}: expected labels that are integers >= −1, got ${labels[i]} for path ${i}`,
      );
    const members = classes.get(labels[i]);
    if (members) members.push(i);
    else classes.set(labels[i], [i]);
  }
  return classes;
}

/** "12 paths", "1 path". */
export const pathCount = (count: number): string => `${count} path${count === 1 ? "" : "s"}`;
