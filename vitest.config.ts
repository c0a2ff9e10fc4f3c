import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/dist/**", ".runtime/**"];
const integration = "**/*.integration.test.ts";
const e2e = "e2e/**/*.e2e.test.ts";
/** They need root, and a node of their own: one at a time. */
const cluster = "e2e/cluster/node/**/*.e2e.test.ts";
/** Whatever else comes and goes on the machine's network breaks off what a browser asks for: nothing is beside them that changes it. */
const browser = ["e2e/web/**/*.e2e.test.ts", "e2e/sign-in/**/*.e2e.test.ts", "e2e/server-story/**/*.e2e.test.ts"];
/** They need somebody's cluster with the chart installed. */
const anywhere = "e2e/cluster/anywhere/**/*.e2e.test.ts";
/** What is waited for may take long on a busy machine; the bounds tell only that it never came. */
const patience = { expect: { poll: { timeout: 180_000 } }, testTimeout: 300_000, hookTimeout: 300_000 };

// As the launcher has it: what the tests' processes load, and the programs that they start, isn't compiled anew for each of them.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL(".runtime/compiled", import.meta.url));

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts", "web/src/**/*.test.tsx", ".ci/**/*.test.ts"],
          exclude: [...ignored, integration, e2e],
          // They share what they load: with a process for each file most of the time went into loading the same again.
          isolate: false,
          ...patience,
          // vitest leaves one processor to itself, and has little to do: on two of them one would be idle.
          maxWorkers: "100%",
        },
      },
      {
        test: {
          name: "integration",
          include: [integration, ".ci/**/*.integration.test.ts"],
          exclude: ignored,
          // A process for each file: from one that has grown each program takes long to start (ADR 0291).
          globalSetup: "./packages/postgres/src/testing/hold-test-server.ts",
          ...patience,
          maxWorkers: 2,
          maxConcurrency: 16,
        },
      },
      {
        test: {
          name: "e2e",
          include: [e2e],
          exclude: [...ignored, cluster, anywhere, ...browser],
          ...patience,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: "browser",
          include: browser,
          exclude: ignored,
          ...patience,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: "cluster",
          include: [cluster],
          exclude: ignored,
          ...patience,
          // Another process may have this machine's only node.
          hookTimeout: 1_800_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: "anywhere",
          include: [anywhere],
          exclude: ignored,
          ...patience,
          maxWorkers: 1,
        },
      },
    ],
  },
});
