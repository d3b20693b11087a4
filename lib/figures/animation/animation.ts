/** The pixels of a picture, as a canvas gives them: four bytes each, row by row. */
export interface Pixels {
  /** Red, green, blue and opacity of each pixel. */
  readonly data: Uint8ClampedArray;
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

/**
 * What is used of a canvas's 2-D context: the browser's OffscreenCanvas has it, and so have
 * the canvases of Node's packages.
 */
export interface CanvasContext {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineCap: "butt" | "round" | "square";
  lineJoin: "round" | "bevel" | "miter";
  globalAlpha: number;
  font: string;
  textAlign: "left" | "right" | "center" | "start" | "end";
  textBaseline: "top" | "hanging" | "middle" | "alphabetic" | "ideographic" | "bottom";
  save(): void;
  restore(): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  fill(): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  setLineDash(lengths: number[]): void;
  translate(x: number, y: number): void;
  rotate(angle: number): void;
  createImageData(width: number, height: number): Pixels;
  getImageData(x: number, y: number, width: number, height: number): Pixels;
  putImageData(pixels: never, x: number, y: number): void;
}

/** A picture that moves, drawn frame by frame on a canvas. */
export interface Animation {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Number of frames, at least 1. */
  readonly frameCount: number;
  /** How long a frame stays (ms). */
  readonly delay: (frame: number) => number;
  /** Draws what never moves, on an empty canvas. */
  readonly drawBackground: (context: CanvasContext) => void;
  /** Draws a frame over the background. */
  readonly drawFrame: (context: CanvasContext, frame: number) => void;
  /** What to see, printed under the picture. */
  readonly caption: string;
  /** What is drawn, for a reader who cannot see it. */
  readonly alt: string;
}
