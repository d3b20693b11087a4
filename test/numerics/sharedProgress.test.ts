import { describe, expect, it, vi } from "vitest";
import { readProgress, sharedProgress, writeProgress } from "../../lib/numerics/sharedProgress.js";

describe("sharedProgress", () => {
  it("carries the latest progress", () => {
    const shared = sharedProgress() as SharedArrayBuffer;
    expect(readProgress(shared)).toBeUndefined();
    writeProgress(shared, { phase: "edges", done: 3, total: 2 ** 31 - 1 });
    writeProgress(shared, { phase: "dimension 1", done: 4, total: 9 });
    expect(readProgress(shared)).toEqual({ phase: "dimension 1", done: 4, total: 9 });
  });
  it("cuts long names, and reads nothing half written", () => {
    const shared = sharedProgress() as SharedArrayBuffer;
    writeProgress(shared, { phase: "x".repeat(99), done: 0, total: 1 });
    expect(readProgress(shared)?.phase).toBe("x".repeat(32));
    Atomics.add(new Int32Array(shared), 0, 1);
    expect(readProgress(shared)).toBeUndefined();
  });
  it("is not there without shared memory", () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    expect(sharedProgress()).toBeUndefined();
    vi.unstubAllGlobals();
  });
});
