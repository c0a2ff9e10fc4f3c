import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runForTest } from "../testing/run-for-test.ts";
import { findUp } from "../up/lock/up-lock.ts";
import type { Finding } from "./finding.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-doctor-"));
});
afterEach(async () => {
  await vi.waitFor(async () => expect(await findUp(home)).toBeNull(), 60_000);
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

async function examine(env: Record<string, string>) {
  const all = { HOME: home, PATH: "/usr/local/bin:/usr/bin:/bin", CATALYST_HOME: home, ...env };
  const { exitCode, stdout } = await runForTest({ args: ["doctor", "--json"], env: all });
  const findings = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Finding);
  return { exitCode, findings, failed: findings.filter(({ state }) => state === "failed") };
}

test("a database that doesn't answer is the one thing to mend, and nobody waits for what needs it", async () => {
  const { exitCode, findings, failed } = await examine({ DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/work" });
  expect(exitCode).toBe(3);
  expect(failed).toMatchObject([{ name: "PostgreSQL", detail: expect.stringContaining("127.0.0.1:1"), remedy: null }]);
  expect(JSON.stringify(failed)).not.toContain("hunter2");
  const services = findings.find(({ name }) => name === "Services");
  expect(services).toMatchObject({ state: "limited", detail: expect.stringContaining("they need what is missing") });
});

test("keys that the gateway should have and hasn't are told once", async () => {
  const { failed } = await examine({ CATALYST_GATEWAY_KEY_FILE: join(home, "missing") });
  expect(failed).toMatchObject([
    { name: "Gateway's key", detail: expect.stringContaining("doesn't exist"), remedy: null },
  ]);
});

test("a home whose path is too long for its sockets is the one thing to mend, and nothing is made there", async () => {
  const long = join(home, "x".repeat(90));
  const { exitCode, failed } = await examine({ CATALYST_HOME: long });
  expect(exitCode).toBe(3);
  expect(failed).toMatchObject([{ name: "Home", detail: expect.stringContaining("bytes shorter"), remedy: null }]);
  await expect(stat(long)).rejects.toThrow("ENOENT");
});

test("without a home nothing is tried that needs one", async () => {
  const { exitCode, findings, failed } = await examine({ CATALYST_HOME: "/proc/nowhere" });
  expect(exitCode).toBe(3);
  expect(failed.map(({ name }) => name)).toEqual(["Home"]);
  expect(findings.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["PostgreSQL"]));
});
