import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobOf } from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GatewayAbsent } from "../wait-for-gateway.ts";
import { beginStage } from "./begin-stage.ts";

const JOB = { ...jobOf("agent", ""), stageNumber: 12 };
const ACCESS = { token: "t".repeat(43), agentToken: "a".repeat(43) };
const patiently = new AbortController().signal;

let folder: string;
let ownGatewaySocket: string;
let server: Server | null;
let asked: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalyst-begin-"));
  ownGatewaySocket = join(folder, "gateway.sock");
  server = null;
  asked = [];
});

afterEach(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

/** A gateway that answers with these, the last one again and again; `null` breaks off. */
function answerWith(...statuses: (number | null)[]): void {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    if (status == null) {
      response.destroy();
    } else {
      response.writeHead(status).end(JSON.stringify(ACCESS));
    }
  }).listen(ownGatewaySocket);
}

test("a stage gets the tokens that the gateway makes for it", async () => {
  answerWith(200);
  expect(await beginStage(JOB, { ownGatewaySocket, signal: patiently })).toEqual(ACCESS);
  expect(asked).toEqual([`POST /stages?execution=${JOB.executionId}&number=12`]);
});

test("a gateway that isn't there, breaks off or can't say is asked again", async () => {
  const begun = beginStage(JOB, { ownGatewaySocket, signal: patiently });
  answerWith(null, 503, 200);
  expect(await begun).toEqual(ACCESS);
  expect(asked).toHaveLength(3);
});

test("a stage that is over gets none, at once", async () => {
  answerWith(404);
  expect(await beginStage(JOB, { ownGatewaySocket, signal: patiently })).toBeNull();
  expect(asked).toHaveLength(1);
});

test("a gateway that can't say for long is given up, with its reason", async () => {
  const absent = beginStage(JOB, { ownGatewaySocket, signal: patiently }, 300);
  await expect(absent).rejects.toThrow(GatewayAbsent);
  answerWith(503);
  await expect(beginStage(JOB, { ownGatewaySocket, signal: patiently }, 300)).rejects.toThrow("answered with 503");
});

test("who is told to end doesn't ask on", async () => {
  const stopped = beginStage(JOB, { ownGatewaySocket, signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(GatewayAbsent);
});
