import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Path } from "../paths/path.js";
import { alongSurface } from "./alongSurface.js";
import { type CurvatureColours, curvatureBar, curvatureColours } from "./curvatureColours.js";
import type { Figure } from "./figure.js";
import { drawnGrid, gridView, type LandscapeGrid } from "./landscapeGrid.js";
import { type LossCap, lossCap } from "./lossCap.js";
import { paragraph } from "./paragraph.js";
import { coordinate, lossAlong, requirePlanar } from "./planarView.js";
import { briefNumber } from "./powerText.js";
import { formatStyle, ink, layout } from "./theme.js";

/** A path and the format it was made in. */
export interface FormatPath {
  /** Name of the format. */
  readonly format: string;
  /** Two coordinates per vertex. */
  readonly path: Path;
}

/** A line to be drawn on the surface and named, such as a ridge. */
export interface SurfaceLine {
  /** Name in the legend. */
  readonly name: string;
  /** Two coordinates per vertex. */
  readonly path: Path;
}

/** What {@link lossSurface} draws beside the paths. */
export interface LossSurfaceOptions {
  /** Loss and curvature, as `barrierGrid` returns them; computed here unless given. */
  readonly grid?: LandscapeGrid;
  /** Lines on the surface. */
  readonly lines?: readonly SurfaceLine[];
  /** Grid points per axis where no grid is given, 101 unless told. */
  readonly resolution?: number;
  /** Formats that start switched off in the legend. */
  readonly hidden?: readonly string[];
  /** Scale of the colours; logarithmic where κ spans a decade or more, unless told. */
  readonly colour?: "log" | "linear";
  /** Loss at which the height is cut; chosen by `lossCap` unless told. */
  readonly cap?: number;
  /** One line above the picture; none unless told. */
  readonly title?: string;
  /** Where the viewer is, in units of the scene's size, from its middle. */
  readonly eye?: readonly [number, number, number];
}

/**
 * The loss as a surface in 3-D, coloured by its curvature κ = λ_max(∇²L), with paths on it:
 * one trace per format, so that the legend switches whole formats on and off (§4.1).
 *
 * Colours are logarithmic where κ spans a decade, heights are cut where the loss spans
 * several (`curvatureColours`, `lossCap`); the caption says so.
 *
 * @param objective - a landscape with two parameters, and without a grid a Hessian and a domain
 * @param paths - any number per format, the most precise format first: its lines are the
 * widest and lie lowest, its end marks are the smallest and lie highest
 * @param options - a grid computed before, named lines, formats switched off at first, scales
 * @throws RangeError if there are other than two parameters, or the grid does not fit its axes
 * @throws TypeError if an option is misspelt
 *
 * @example
 * lossSurface(twoValleys, []).data.length; // 1, the surface alone
 */
export function lossSurface(
  objective: Objective,
  paths: readonly FormatPath[],
  options: LossSurfaceOptions = {},
): Figure {
  requireObjective(objective, "lossSurface");
  requireKnown(options, optionNames, "option", "lossSurface");
  const { lines = [], hidden = [], title = "", eye = [0.46, -1.5, 1.4] } = options;
  requirePlanar(objective, paths, "lossSurface");
  const grid = drawnGrid(objective, options, finest, "lossSurface");
  const colours = curvatureColours(grid.curvature, options.colour);
  const cap = lossCap(grid.loss, options.cap);
  const height = cap.level > cap.floor ? cap.level - cap.floor : 1;
  const view = gridView(options.grid ?? grid);
  const place: Placing = (path, lift) => ({
    x: Float32Array.from(coordinate(path, 0)),
    y: Float32Array.from(coordinate(path, 1)),
    z: Float32Array.from(
      lossAlong(objective, path),
      (loss) => Math.min(loss, cap.level) + lift * height,
    ),
  });
  const formats = [...new Set(paths.map(({ format }) => format))];
  const drawn = formats.flatMap((format, k) => {
    const own = paths.filter((path) => path.format === format).map(({ path }) => path);
    const shared = hidden.includes(format) ? { visible: "legendonly" } : {};
    const dense = own.map((path) => alongSurface(path, view));
    const ends = own.map(({ points }) => points.slice(-2));
    return formatTraces(format, dense, ends, { place, k, count: formats.length }).map((trace) => ({
      ...trace,
      ...shared,
    }));
  });
  const named = lines.map(({ name, path }) => ({
    type: "scatter3d",
    mode: "lines",
    name,
    ...place(alongSurface(path, view), 0.012),
    line: { color: ink, width: 6, dash: "dash" },
    hoverinfo: "name",
  }));
  return {
    data: [surface(grid, colours, cap), ...drawn, ...named],
    layout: layout(title, 620, {
      margin: { l: 0, r: 0, t: title === "" ? 36 : 70, b: 0 },
      legend: {
        orientation: "h",
        x: 0,
        xanchor: "left",
        y: 1,
        yanchor: "bottom",
        itemsizing: "constant",
      },
      scene: {
        domain: { x: [0, 1], y: [0.13, 1] },
        xaxis: axis3d("θ₁ (dimensionless)", [...view.x]),
        yaxis: axis3d("θ₂ (dimensionless)", [...view.y]),
        zaxis: { ...axis3d("loss (loss units)"), tickvals: thirds(cap.floor, height) },
        aspectmode: "manual",
        aspectratio: { x: 1.3, y: 1.15, z: 0.6 },
        camera: {
          eye: { x: eye[0], y: eye[1], z: eye[2] },
          center: { x: -0.1, y: 0, z: -0.19 },
        },
      },
    }),
    caption: captionOf(colours, cap, paths.length > 0),
    alt: `Surface of the loss of ${objective.name} coloured by curvature${
      formats.length > 0
        ? `, with training paths in ${formats.map((f) => formatStyle(f).label).join(", ")}`
        : ", without paths"
    }.`,
  };
}

/** Columns and rows beyond which a given grid is thinned. */
const finest = 201;

const optionNames = ["grid", "lines", "resolution", "hidden", "colour", "cap", "title", "eye"];

interface Points3d {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
}

/** Where a path lies in the scene, lifted by a share of the height. */
type Placing = (path: Path, lift: number) => Points3d;

function surface(
  { xs, ys, loss }: LandscapeGrid,
  colours: CurvatureColours,
  cap: LossCap,
): Record<string, unknown> {
  const shape: readonly [number, number] = [ys.length, xs.length];
  // In single precision: finer than a pixel, and half the bytes in the page. A hole where either
  // is missing: a surface without a colour would be drawn in that of κ = 0.
  const z = Float32Array.from(loss, (value, i) =>
    Number.isNaN(colours.values[i]) ? Number.NaN : Math.min(value, cap.level),
  );
  const kappa = colours.logarithmic ? "log₁₀ κ" : "κ";
  return {
    type: "surface",
    name: "loss",
    x: xs,
    y: ys,
    z: { values: z, shape },
    surfacecolor: { values: colours.values, shape },
    colorscale: colours.scale,
    cmin: colours.range[0],
    cmax: colours.range[1],
    opacity: 1,
    lighting: { ambient: 0.75, diffuse: 0.45, specular: 0.04, roughness: 0.9 },
    // Below the scene: beside it, it would cost a narrow page a fifth of the width.
    colorbar: curvatureBar(colours, { y: 0, yanchor: "bottom", len: 0.75 }),
    hovertemplate: `θ₁ %{x:.2f}<br>θ₂ %{y:.2f}<br>loss %{z:.3~g}<br>${kappa} %{surfacecolor:.2f}<extra></extra>`,
  };
}

/** Where a format's traces come among those of the others. */
interface Layer {
  readonly place: Placing;
  readonly k: number;
  readonly count: number;
}

/** The lines of the `k`-th of `count` formats, and the marks where they end. */
function formatTraces(
  format: string,
  paths: readonly Path[],
  ends: readonly Float64Array[],
  { place, k, count }: Layer,
): Record<string, unknown>[] {
  const { label, color, dash, symbol3d } = formatStyle(format);
  const shared = { type: "scatter3d", name: label, legendgroup: format };
  return [
    {
      ...shared,
      mode: "lines",
      // A hair above the surface, each format on its own level (depth would flicker otherwise)
      // and narrower than the one below, so that coinciding paths all stay visible.
      ...joined(paths.map((path) => place(path, 0.006 + 0.002 * k))),
      // Width and dash tell the formats apart without colour.
      line: { color, width: Math.max(2, 9 - 2.2 * k), dash: dash3d[dash] ?? "solid" },
      hoverinfo: "name",
    },
    {
      ...shared,
      name: `${label}, end`,
      showlegend: false,
      mode: "markers",
      // Marks face the viewer: without more height the slope would cut them in half. Largest
      // and lowest for the last format, smallest and highest for the first: all show at a
      // point where several formats end.
      ...place(
        { points: Float64Array.from(ends.flatMap((end) => [...end])), dim: 2 },
        0.025 + 0.008 * (count - 1 - k),
      ),
      marker: {
        color,
        symbol: symbol3d,
        size: 2.2 + 0.45 * k,
        line: { color: "#ffffff", width: 1 },
      },
      hovertemplate: "θ₁ %{x:.3f}<br>θ₂ %{y:.3f}<extra>%{fullData.name}</extra>",
    },
  ];
}

/** Paths one after the other in one trace, with a gap (NaN) behind each. */
function joined(parts: readonly Points3d[]): Points3d {
  const column = (axis: keyof Points3d): Float32Array =>
    Float32Array.from(parts.flatMap((part) => [...part[axis], Number.NaN]));
  return { x: column("x"), y: column("y"), z: column("z") };
}

function captionOf({ logarithmic, note }: CurvatureColours, cap: LossCap, paths: boolean): string {
  const sentences = [
    `The surface is the loss, its colour the curvature${logarithmic ? " on a logarithmic scale" : ""}: dark is sharp, pale is flat.`,
    note,
    cap.cuts ? `Heights are cut at a loss of ${briefNumber(cap.level)}.` : "",
    paths
      ? "Every line is one run, every mark the point where it ended, larger for formats later in " +
        "the legend; click a format there to switch it. Where runs of several formats end at one " +
        "point, their marks lie on top of each other."
      : "",
  ];
  return paragraph(sentences);
}

function axis3d(title: string, range?: number[]): Record<string, unknown> {
  return {
    title: { text: title, font: { size: 13 } },
    backgroundcolor: "#ffffff",
    gridcolor: "#dddddd",
    zeroline: false,
    tickfont: { size: 11 },
    nticks: 6,
    ...(range ? { range } : {}),
  };
}

/** Three round heights: with a tick at the floor the labels of three axes would meet in one corner. */
function thirds(floor: number, height: number): number[] {
  const step = Number((height / 3.2).toPrecision(1));
  const first = Math.ceil(floor / step + 0.3) * step;
  return [first, first + step, first + 2 * step].filter((level) => level <= floor + height);
}

/** Dashes of the plane that stay apart in 3-D; the 8-bit formats' lines are thin and solid. */
const dash3d: Readonly<Record<string, string>> = {
  dash: "dash",
  longdash: "longdash",
  dashdot: "dot",
};
