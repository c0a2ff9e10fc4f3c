import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentLimits } from "@catalyst/core";
import { expect, test } from "vitest";
import type { KeeperOrder } from "../keeper-order.ts";
import { gatherSources } from "./gather-sources.ts";

test("paths with blanks and backslashes stay one field in the list of mounts", () => {
  const folder = mkdtempSync(join(tmpdir(), "catalyst-gather-"));
  const source = join(folder, "a folder\\of #1");
  mkdirSync(source);
  writeFileSync(join(source, "file"), "");
  const order: KeeperOrder = {
    executionId: "",
    folder,
    limits: EnvironmentLimits.parse({}),
    timeoutSeconds: 1,
    stages: [],
    setupCache: null,
    imageFolder: "/unused",
    gateway: { socket: "/" },
    ownGatewaySocket: "",
    gatewaySocket: "/gateway.sock",
    account: { kind: "separate", uid: 1, cover: "/mnt" },
    gathered: [[source, "agent"]],
    bubblewrapPath: "",
    runnerFilter: "",
    box: { bubblewrapArguments: [], filter: "" },
    controlGroupRoot: "",
  };
  gatherSources(order);
  const lines = readFileSync(join(folder, "mounts.fstab"), "utf8").trim().split("\n");
  expect(lines).toEqual([
    `${join(folder, "gathered")} /mnt none bind 0 0`,
    `${folder}/a\\040folder\\134of\\040\\0431 /mnt/agent none bind 0 0`,
  ]);
  rmSync(folder, { recursive: true });
});
