import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests run from the project's root, whatever folder vitest was started in. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", "build/**"],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    pool: "forks",
  },
});
