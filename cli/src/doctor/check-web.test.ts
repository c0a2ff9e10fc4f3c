import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { takeUpLock } from "../up/lock/up-lock.ts";
import { checkWeb, describeWeb } from "./check-web.ts";

test("a web app that wasn't built is told with its words and its log, and keeps no agent from running", () => {
  const finding = describeWeb(
    { state: "failed", lastWords: "building ended (exit code 1)" },
    "/home/logs/web-build.log",
  );
  expect(finding).toMatchObject({ state: "limited", detail: "wasn't built: building ended (exit code 1)" });
  expect(finding.remedy).toContain("/home/logs/web-build.log");
});

test("one that ends again and again is told with its last words", () => {
  expect(describeWeb({ state: "starting", lastWords: "no such folder" }, "")).toMatchObject({
    state: "limited",
    detail: "doesn't start. It said: no such folder",
  });
  expect(describeWeb({ state: "starting", lastWords: "" }, "")).toMatchObject({ state: "ok" });
});

test("what the running `up` noted of it is told; without one, what the settings say", async () => {
  const home = await mkdtemp(join(tmpdir(), "catalyst-web-check-"));
  expect(await checkWeb({ home, isWebWanted: false })).toMatchObject({ detail: expect.stringContaining("settings") });
  expect(await checkWeb({ home, isWebWanted: true })).toMatchObject({ detail: expect.stringContaining("catalyst up") });
  const lock = await takeUpLock(home);
  await lock?.note({ children: [], services: [], web: { state: "ready", lastWords: "" } });
  expect(await checkWeb({ home, isWebWanted: true })).toMatchObject({ state: "ok", detail: "running" });
  await lock?.release();
  await rm(home, { recursive: true });
});
