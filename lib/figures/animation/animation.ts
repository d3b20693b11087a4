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
  /** Puts styles and transformation aside. */
  save(): void;
  /** Takes back what was put aside last. */
  restore(): void;
  /** Forgets the path. */
  beginPath(): void;
  /** Goes back to where the path began. */
  closePath(): void;
  /** Begins a part of the path. */
  moveTo(x: number, y: number): void;
  /** Goes on in a straight line. */
  lineTo(x: number, y: number): void;
  /** Goes on along a circle, angles in radians. */
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  /** Adds a rectangle to the path. */
  rect(x: number, y: number, width: number, height: number): void;
  /** Draws only inside the path from now on. */
  clip(): void;
  /** Fills the path. */
  fill(): void;
  /** Draws the path. */
  stroke(): void;
  /** Fills a rectangle. */
  fillRect(x: number, y: number, width: number, height: number): void;
  /** Writes text at a point. */
  fillText(text: string, x: number, y: number): void;
  /** How wide text is (pixels). */
  measureText(text: string): { readonly width: number };
  /** Dashes and gaps of lines (pixels). */
  setLineDash(lengths: number[]): void;
  /** Moves the origin. */
  translate(x: number, y: number): void;
  /** Turns the axes (radians). */
  rotate(angle: number): void;
  /** New, transparent pixels. */
  createImageData(width: number, height: number): Pixels;
  /** The pixels of a rectangle. */
  getImageData(x: number, y: number, width: number, height: number): Pixels;
  /** Writes pixels. */
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
