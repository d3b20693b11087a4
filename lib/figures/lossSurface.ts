import { sharpness } from "../curvature/dense.js";
import type { Objective } from "../landscapes/objective.js";
import type { Path } from "../paths/path.js";
import { evenly, type Figure, type Matrix, onGrid } from "./figure.js";
import { coordinate, lossAlong, wholeView } from "./planarView.js";
import { formatStyle, ink, layout, sequential } from "./theme.js";

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
  /** Lines on the surface. */
  readonly lines?: readonly SurfaceLine[];
  /** Grid points per axis, 101 unless told. */
  readonly resolution?: number;
  /** Formats that start switched off in the legend. */
  readonly hidden?: readonly string[];
}

/**
 * The loss as a surface in 3-D, coloured by its curvature κ = λ_max(∇²L), with paths on it:
 * one trace per format, so that the legend switches whole formats on and off (§4.1).
 *
 * @param objective - a landscape with two parameters, a Hessian and a domain
 * @param paths - any number per format, the most precise format first: its lines are the
 * widest and lie lowest, its end marks are the smallest and lie highest
 * @param options - named lines, resolution, formats switched off at first
 *
 * @example
 * lossSurface(twoValleys, []).data.length; // 1, the surface alone
 */
export function lossSurface(
  objective: Objective,
  paths: readonly FormatPath[],
  options: LossSurfaceOptions = {},
): Figure {
  const { lines = [], resolution = 101, hidden = [] } = options;
  const view = wholeView(objective);
  const [xs, ys] = [evenly(...view.x, resolution), evenly(...view.y, resolution)];
  const z = onGrid((x, y) => objective.loss(Float64Array.of(x, y)), xs, ys);
  const curvature = onGrid((x, y) => sharpness(objective, Float64Array.of(x, y)), xs, ys);
  const height =
    z.values.reduce((a, b) => Math.max(a, b)) - z.values.reduce((a, b) => Math.min(a, b));
  const surface = {
    type: "surface",
    name: "loss",
    x: xs,
    y: ys,
    z: single(z),
    surfacecolor: single(curvature),
    colorscale: sequential,
    opacity: 1,
    lighting: { ambient: 0.75, diffuse: 0.45, specular: 0.04, roughness: 0.9 },
    // Below the scene: beside it, it would cost a narrow page a fifth of the width.
    colorbar: {
      title: {
        text: "curvature κ = λ<sub>max</sub>(∇²L) (loss units per unit of θ²)",
        side: "top",
        font: { size: 13 },
      },
      orientation: "h",
      x: 0.5,
      xanchor: "center",
      y: 0,
      yanchor: "bottom",
      len: 0.75,
      thickness: 14,
      tickfont: { size: 12 },
    },
    hovertemplate:
      "θ₁ %{x:.2f}<br>θ₂ %{y:.2f}<br>loss %{z:.2f}<br>κ %{surfacecolor:.2f}<extra></extra>",
  };
  const formats = [...new Set(paths.map(({ format }) => format))];
  const drawn = formats.flatMap((format, k) => {
    const own = paths.filter((path) => path.format === format).map(({ path }) => path);
    // A hair above the surface, each format on its own level (depth would flicker otherwise) and
    // narrower than the one below, so that coinciding paths all stay visible.
    const lift = height * (0.006 + 0.002 * k);
    const { label, color, dash, symbol3d } = formatStyle(format);
    const shared = {
      type: "scatter3d",
      name: label,
      legendgroup: format,
      ...(hidden.includes(format) ? { visible: "legendonly" } : {}),
    };
    return [
      {
        ...shared,
        mode: "lines",
        ...joined(objective, own, lift),
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
        ...ends(objective, own, height * (0.025 + 0.008 * (formats.length - 1 - k))),
        marker: {
          color,
          symbol: symbol3d,
          size: 2.2 + 0.45 * k,
          line: { color: "#ffffff", width: 1 },
        },
        hovertemplate: "θ₁ %{x:.3f}<br>θ₂ %{y:.3f}<extra>%{fullData.name}</extra>",
      },
    ];
  });
  const named = lines.map(({ name, path }) => ({
    type: "scatter3d",
    mode: "lines",
    name,
    ...joined(objective, [path], height * 0.012),
    line: { color: ink, width: 6, dash: "dash" },
    hoverinfo: "name",
  }));
  return {
    data: [surface, ...drawn, ...named],
    layout: layout("", 620, {
      margin: { l: 0, r: 0, t: 36, b: 0 },
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
        zaxis: { ...axis3d("loss (loss units)"), tickvals: thirds(height) },
        aspectmode: "manual",
        aspectratio: { x: 1.3, y: 1.15, z: 0.6 },
        camera: { eye: { x: 0.46, y: -1.5, z: 1.4 }, center: { x: -0.1, y: 0, z: -0.19 } },
      },
    }),
    caption:
      "The surface is the loss, its colour the curvature: dark is sharp, pale is flat. Every " +
      "line is one run, every mark the point where it ended, larger for formats later in the " +
      "legend; click a format there to switch it. Where runs of several formats end at one point, " +
      "their marks lie on top of each other.",
    alt: `Surface of the loss of ${objective.name} coloured by curvature, with training paths in ${formats.map((f) => formatStyle(f).label).join(", ")}.`,
  };
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

/** Three round heights: with a tick at 0 the labels of three axes would meet in one corner. */
function thirds(height: number): number[] {
  const step = Number((height / 3.2).toPrecision(1));
  return [step, 2 * step, 3 * step];
}

/** In single precision: finer than a pixel, and half the bytes in the page. */
function single(matrix: Matrix): Matrix {
  return { values: Float32Array.from(matrix.values), shape: matrix.shape };
}

/** Dashes of the plane that stay apart in 3-D; the 8-bit formats' lines are thin and solid. */
const dash3d: Readonly<Record<string, string>> = {
  dash: "dash",
  longdash: "longdash",
  dashdot: "dot",
};

interface Points3d {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
}

/** Paths one after the other in one trace, with a gap (NaN) between them. */
function joined(objective: Objective, paths: readonly Path[], lift: number): Points3d {
  const gap = Float64Array.of(Number.NaN);
  const columns = paths.map((path) => [
    coordinate(path, 0),
    coordinate(path, 1),
    lossAlong(objective, path).map((loss) => loss + lift),
  ]);
  const column = (k: number): Float32Array =>
    Float32Array.from(columns.flatMap((c) => [...c[k], ...gap]));
  return { x: column(0), y: column(1), z: column(2) };
}

/** The last vertex of every path. */
function ends(objective: Objective, paths: readonly Path[], lift: number): Points3d {
  const last = paths.map(({ points, dim }) => points.subarray(points.length - dim));
  return {
    x: Float32Array.from(last, ([x]) => x),
    y: Float32Array.from(last, ([, y]) => y),
    z: Float32Array.from(last, (theta) => objective.loss(theta) + lift),
  };
}
