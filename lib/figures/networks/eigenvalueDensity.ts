import { requireList } from "../../landscapes/requireObjective.js";
import type { Figure } from "../figure.js";
import { paragraph } from "../paragraph.js";
import { briefNumber } from "../powerText.js";
import { axis, decadeAxis, layout, seriesStyle } from "../theme.js";

/** A spectrum as it was found. */
export interface DrawnSpectrum {
  /** Name in the legend: at which moment of training, in which format. */
  readonly name: string;
  /** Name of a format, if the spectrum belongs to one alone. */
  readonly format?: string;
  /** λ (loss per θ²), ascending. */
  readonly grid: ArrayLike<number>;
  /** Share of the eigenvalues per λ. */
  readonly density: ArrayLike<number>;
  /** σ of the Gaussians that it was smoothed with. */
  readonly width: number;
  /** The largest eigenvalues, marked on the axis; none unless told. */
  readonly largest?: ArrayLike<number>;
}

/** Densities below this share of the largest one are not drawn. */
const FLOOR = 1e-7;

/**
 * Spectral densities of Hessians, one line each, over λ; the largest eigenvalues as marks.
 *
 * @param spectra - as `spectralDensity` finds them
 * @param title - one line above the picture
 * @throws RangeError if there is none, or grid and density differ in length
 *
 * @example
 * eigenvalueDensity([{ name: "start", ...spectralDensity(operator) }]).data.length; // 1
 */
export function eigenvalueDensity(
  spectra: readonly DrawnSpectrum[],
  title = "Spectrum of the Hessian",
): Figure {
  requireList(spectra, "spectra", "eigenvalueDensity");
  if (spectra.length < 1)
    throw new RangeError("eigenvalueDensity: expected at least 1 spectrum, got 0");
  for (const { name, grid, density } of spectra)
    if (grid.length !== density.length)
      throw new RangeError(
        `eigenvalueDensity: expected ${grid.length} densities of ${name}, got ${density.length}`,
      );
  const styles = spectra.map(({ name, format }, k) => seriesStyle(k, name, format));
  const peak = Math.max(...spectra.map(({ density }) => Math.max(...Array.from(density))));
  const floor = Math.max(peak * FLOOR, Number.MIN_VALUE);
  return {
    data: spectra.flatMap(({ grid, density, largest = [] }, k) => {
      const { label, color, dash, width, symbol } = styles[k];
      return [
        {
          ...{ type: "scatter", mode: "lines", name: label, legendgroup: `${k}` },
          x: Float64Array.from(grid),
          y: Float64Array.from(density, (value) => (value > floor ? value : Number.NaN)),
          line: { color, dash, width: Math.min(width, 2.5) },
          hovertemplate: "λ = %{x:.4g}<br>density %{y:.3g}<extra>%{fullData.name}</extra>",
        },
        ...(largest.length > 0
          ? [
              {
                ...{ type: "scatter", mode: "markers", name: `largest, ${label}` },
                ...{ legendgroup: `${k}`, showlegend: false, cliponaxis: false },
                x: Float64Array.from(largest),
                y: Float64Array.from(largest, () => floor * 10 ** (0.35 * (k + 0.5))),
                marker: { color, symbol, size: 9, line: { color: "#ffffff", width: 1 } },
                hovertemplate: "eigenvalue %{x:.5g}<extra>%{fullData.name}</extra>",
              },
            ]
          : []),
      ];
    }),
    layout: layout(title, 440, {
      xaxis: axis("eigenvalue λ (loss / θ²)", { nticks: 8 }),
      yaxis: decadeAxis("density (share of eigenvalues per λ)", {
        range: [Math.log10(floor), Math.log10(peak) + 0.3],
        nticks: 8,
      }),
    }),
    caption: paragraph([
      "Each line is a density smoothed by a Gaussian: what is narrower than its width is not resolved" +
        ` (σ: ${spectra.map(({ width }, k) => `${styles[k].label} ${briefNumber(width)}`).join(", ")}).`,
      spectra.some(({ largest }) => largest && largest.length > 0)
        ? `Marks above the axis are the largest eigenvalues: ${spectra.flatMap(({ largest }, k) => (largest && largest.length > 0 ? [`${styles[k].label} ${briefNumber(Math.max(...Array.from(largest)))}`] : [])).join(", ")}.`
        : "",
    ]),
    alt: `Spectral densities on a logarithmic scale: ${styles.map(({ label }) => label).join(", ")}.`,
  };
}
