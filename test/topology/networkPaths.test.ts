import { describe, expect, it } from "vitest";
import {
  asObjective,
  descend,
  distanceMatrix,
  float16,
  initialise,
  metricClasses,
  mlp,
  networkData,
  networkIsometries,
  type Path,
  proceduralDigits,
  ripsPersistence,
  singleLinkage,
  transformed,
  xorData,
  xorNetwork,
} from "../../lib/index.js";

describe("training paths of a network", () => {
  const network = xorNetwork(2);
  const objective = asObjective(network, xorData());
  const isometries = networkIsometries(network);
  const options = { format: float16, learningRate: 2, maxSteps: 200, record: 20 } as const;
  const paths = [1, 2, 3].map((seed) =>
    descend(objective, initialise(network, { kind: "normal", seed }), options),
  );

  it("and their images under the network's symmetries are one metric class, at distance 0", async () => {
    const images = isometries.map((isometry): Path => transformed(paths[0], isometry));
    const distances = await distanceMatrix([paths[0], ...images], { isometries });
    expect(distances.values.every((value) => value === 0)).toBe(true);
    expect([...metricClasses(distances, 1e-9)]).toEqual(Array(9).fill(0));
  });

  it("are joined at the same distances by persistence and by single linkage", async () => {
    const distances = await distanceMatrix(paths, { isometries });
    const [components] = ripsPersistence(distances).diagrams;
    expect([...components.deaths]).toEqual([...singleLinkage(distances).heights, Infinity]);
    // each is its own class below the least of them
    expect([...metricClasses(distances, components.deaths[0])]).toEqual([0, 1, 2]);
  });

  it("of thousands of parameters are paths like any other", async () => {
    const large = mlp([784, 16, 10], { loss: "softmaxCrossEntropy" });
    const digits = asObjective(large, networkData(proceduralDigits(20, 1)));
    const long = [1, 2].map((seed) =>
      descend(digits, initialise(large, { kind: "xavier", seed }), {
        ...{ format: float16, learningRate: 0.1, maxSteps: 10, record: 5 },
      }),
    );
    const { values } = await distanceMatrix(long);
    const [, death] = ripsPersistence(await distanceMatrix(long)).diagrams[0].deaths;
    expect(death).toBe(Infinity);
    // the leash is at least as long as the ends are apart
    const apart = Math.hypot(...long[0].end.map((x, i) => x - long[1].end[i]));
    expect(values[0]).toBeGreaterThanOrEqual(apart * (1 - 1e-12));
    expect(long.every(({ intrinsicError }) => intrinsicError > 0)).toBe(true);
  });
});
