/** A point that guides a stroke, in the unit square, y downwards. */
export interface ControlPoint {
  readonly x: number;
  readonly y: number;
  /** Whether the stroke passes through the point with a corner. */
  readonly corner: boolean;
}

/** Control points of a quadratic B-spline, which starts at the first and ends at the last. */
export type Stroke = readonly ControlPoint[];

/**
 * The ways to write each digit. Points are x,y in hundredths of the square's side, corners have an
 * exclamation mark, and a slash lifts the pen.
 */
const writings: readonly (readonly string[])[] = [
  [
    "55,0 15,-2 0,50 12,102 50,100 88,102 100,50 86,-2 50,0",
    "70,5 30,-10 0,30 0,85 40,110 95,90 100,30 75,-5 45,8",
  ],
  ["50,0 50,100", "22,28 55,0! 55,100", "22,25 52,0! 52,100 / 20,100 84,100"],
  [
    "8,25 15,-2 80,-8 98,32 60,62 5,100! 95,100",
    "10,20 30,-6 95,-5 85,50 45,102 2,102 6,74 45,85 100,100",
  ],
  [
    "10,10 40,-6 95,-2 88,44 40,47! 92,50 100,95 50,110 5,90",
    "10,0 88,0! 40,42! 95,42 100,95 50,110 5,92",
  ],
  ["25,0 8,58! 95,58 / 72,22 66,100", "70,100 70,0! 4,68! 98,68"],
  [
    "88,0 22,0! 15,45! 50,32 98,42 98,100 40,108 5,90",
    "20,2 15,42! 60,36 100,55 90,105 40,105 5,90 / 20,2 90,0",
  ],
  [
    "72,0 30,12 -2,70 15,106 72,106 96,78 76,46 36,50 8,80",
    "40,0 12,40 0,105 50,105 95,100 95,55 50,50 12,78",
  ],
  ["5,5 95,0! 60,45 38,100", "5,2 92,0! 35,100 / 30,50 85,48"],
  [
    "82,12 58,-6 8,0 12,36 50,50 98,66 88,106 50,102 6,106 4,66 50,48 92,32 84,10",
    "50,45 10,42 15,-2 50,0 85,-2 90,42 50,45 / 50,46 0,50 2,104 50,100 98,104 100,50 50,46",
  ],
  [
    "88,22 68,-6 14,-4 4,42 42,60 84,42 90,15 86,60 70,100",
    "85,10 50,-10 5,5 10,50 50,58 85,40 85,10! 95,70 75,108 20,95",
  ],
];

/** The strokes of each way in which `proceduralDigits` writes each digit. */
export const digitStrokes: readonly (readonly (readonly Stroke[])[])[] = writings.map((ways) =>
  ways.map((way) => way.split(" / ").map((stroke) => stroke.split(" ").map(controlPoint))),
);

function controlPoint(text: string): ControlPoint {
  const [x, y] = text.split(",").map((part) => Number.parseInt(part, 10) / 100);
  return { x, y, corner: text.endsWith("!") };
}
