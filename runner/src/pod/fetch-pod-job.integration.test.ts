import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchPodJob } from "./fetch-pod-job.ts";

let folder: string;
let server: Server;
let asked: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-job-"));
  await writeFile(join(folder, "token"), "identity\n");
  asked = 0;
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Asks a gateway that answers so, one after the other. */
async function ask(...answers: { status: number; body: object }[]) {
  server = createServer((request, response) => {
    const { status, body } = answers[Math.min(asked++, answers.length - 1)] ?? { status: 500, body: {} };
    request.resume().on("end", () => response.writeHead(status).end(JSON.stringify(body)));
  });
  await once(server.listen(join(folder, "socket")), "listening");
  return await fetchPodJob({
    ...{ gateway: { socket: join(folder, "socket") }, stage: "agent", failures: [] },
    ...{ identityFile: join(folder, "token"), signal: new AbortController().signal },
  });
}

const NOT_NEEDED = { status: 200, body: { kind: "not_needed" } };

test("an identity that the gateway doesn't take is no reason to ask again", async () => {
  await expect(ask({ status: 401, body: { error: "not valid" } }, NOT_NEEDED)).rejects.toThrow(/401.*not valid/);
  expect(asked).toBe(1);
});

test.each([429, 503])("an answer of %i passes by itself: it is asked again", async (status) => {
  expect(await ask({ status, body: {} }, NOT_NEEDED)).toBeNull();
  expect(asked).toBe(2);
});

test("who is to wait asks again, and what was handed out already is nobody's any more", async () => {
  await expect(ask({ status: 200, body: { kind: "wait" } }, { status: 409, body: {} })).rejects.toThrow(/no job/);
  expect(asked).toBe(2);
});
