import type { Row, Table } from "../results/table.js";
import type { Figure } from "./figure.js";
import { powerText } from "./powerText.js";
import { distinctIn, numbersIn, rowsWith } from "./rows.js";
import { axis, formatStyle, layout } from "./theme.js";

/** One line of the figure: a format and a side on which some start switched. */
interface Switching {
  readonly format: string;
  readonly side: string;
  readonly rows: readonly Row[];
  /** Largest distance at which a start switched. */
  readonly farthest: number;
  /** Whether from there down to the ridge every start switched. */
  readonly complete: boolean;
}

/**
 * Share of starts that end in another valley than the reference run, against the distance of
 * the start from the ridge: one line per format and side with a switched start, one grey line
 * for all the others.
 *
 * Lines that coincide stay apart by width: the one that reaches farthest lies lowest.
 *
 * @param ridge - columns format, distance (dimensionless, a power of two), side ("left" or
 * "right"), count, of, share
 *
 * @example
 * switchNearRidge(result.ridge).layout.height; // 420
 */
export function switchNearRidge(ridge: Table): Figure {
  const formats = distinctIn(ridge.rows, "format");
  const sides = distinctIn(ridge.rows, "side");
  const lines = formats
    .flatMap((format) => sides.map((side) => switching(ridge, format, side)))
    .filter((line) => line !== null)
    .sort((a, b) => b.farthest - a.farthest);
  const never = formats.filter((format) => !lines.some((line) => line.format === format));
  const switchingSides = [...new Set(lines.map(({ side }) => side))];
  const [only] = switchingSides.length === 1 ? switchingSides : [];

  const data = lines.map(({ format, side, rows }, k) => {
    const { label, color, symbol } = formatStyle(format);
    const size = Math.max(5, 15 - 4.5 * k);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: only ? label : `${label}, ${side}`,
      x: numbersIn(rows, "distance"),
      y: numbersIn(rows, "share"),
      line: { color, width: Math.max(1.5, 7 - 2.5 * k) },
      marker: { color, symbol, size, line: { color: "#ffffff", width: 1 } },
      text: rows.map(({ count, of }) => `${count} of ${of} on the ${side}`),
      hovertemplate: "distance %{x:.2e}<br>%{text}<extra>%{fullData.name}</extra>",
      cliponaxis: false,
    };
  });
  const distances = [...new Set(numbersIn(ridge.rows, "distance"))].sort((a, b) => a - b);
  const others = {
    type: "scatter",
    mode: "lines",
    name: `all ${lines.length > 0 ? "other " : ""}formats (never)`,
    x: distances,
    y: distances.map(() => 0),
    line: { color: "#bdbdbd", width: 11 },
    hoverinfo: "name",
  };
  const exponents = distances.map(Math.log2);
  const shown = exponents.filter((e) => Number.isInteger(e) && e % 2 === 0);
  const of = only ? `starts on the ${only}` : "starts";
  return {
    data: never.length > 0 ? [others, ...data] : data,
    layout: layout(`Near the ridge: ${of} that change the valley`, 420, {
      xaxis: axis("distance |θ₁| of the start from the ridge (dimensionless)", {
        type: "log",
        tickvals: shown.map((e) => 2 ** e),
        ticktext: shown.map((e) => `2<sup>${String(e).replace("-", "−")}</sup>`),
        tickangle: 0,
      }),
      yaxis: axis(`share of the ${of} (dimensionless)`, { range: [-0.06, 1.06] }),
    }),
    caption: caption(lines, sides, never),
    alt: `Share of starts that change the valley against distance from the ridge for ${formats.map((f) => formatStyle(f).label).join(", ")}.`,
  };
}

function switching(ridge: Table, format: string, side: string): Switching | null {
  const rows = rowsWith(ridge, { format, side });
  const switched = rows.filter(({ count }) => Number(count) > 0);
  if (switched.length < 1) return null;
  const farthest = Math.max(...numbersIn(switched, "distance"));
  const complete = rows.every((row) => Number(row.distance) > farthest || row.count === row.of);
  return { format, side, rows, farthest, complete };
}

/** Says what the rows say, and only then why. */
function caption(
  lines: readonly Switching[],
  sides: readonly string[],
  never: readonly string[],
): string {
  if (lines.length < 1)
    return "At no tested distance from the ridge does a start change its valley.";
  const ranges = lines.map(({ format, side, farthest }) => {
    const e = Math.log2(farthest);
    const distance = Number.isInteger(e) ? powerText(2, e) : farthest.toPrecision(2);
    return `${formatStyle(format).label} from ${distance} inwards (${side})`;
  });
  const quiet = sides.filter((side) => !lines.some((line) => line.side === side));
  return [
    `${lines.every(({ complete }) => complete) ? "Every start on the side named changes" : "Some starts on the side named change"} the valley: ${ranges.join(", ")}.`,
    "At no tested distance farther out does any start.",
    ...quiet.map((side) => `On the ${side} no start of any format does.`),
    ...(never.length > 0
      ? [`In ${never.map((f) => formatStyle(f).label).join(", ")} none does at all.`]
      : []),
    "The reason is rounding: a θ₁ of at most half a format's smallest positive number becomes 0,",
    "so that its sign, and with it the side, is lost.",
  ].join(" ");
}
