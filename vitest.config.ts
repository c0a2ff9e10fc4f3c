import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/dist/**", ".runtime/**"];
const integration = "**/*.integration.test.ts";
const e2e = "e2e/**/*.e2e.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts", ".ci/*.test.ts"],
          exclude: [...ignored, integration, e2e],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: "integration",
          include: [integration, ".ci/*.integration.test.ts"],
          exclude: ignored,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "e2e",
          include: [e2e],
          exclude: ignored,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 3,
        },
      },
    ],
  },
});
