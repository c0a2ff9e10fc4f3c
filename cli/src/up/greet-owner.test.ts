import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOutput } from "../output/output.ts";
import { greetOwner } from "./greet-owner.ts";

const LINK = "http://localhost:3210/api/auth/magic-link/verify?token=the-token";
const URL_OF_SERVER = "http://localhost:3210";

let home: string;
let server: Server;
let sessions: object[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-greet-"));
  sessions = [];
  await mkdir(join(home, "server"));
  server = createServer((request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(request.url?.endsWith("/sessions") === true ? { data: sessions } : { url: LINK }));
  });
  await new Promise<void>((resolve) => server.listen(join(home, "server", "server.sock"), resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(home, { recursive: true, force: true });
});

/** What is said until the way to a link has been. */
async function greet(isTTY: boolean): Promise<string> {
  const said: string[] = [];
  const stream = { isTTY, write: (text: string) => said.push(text) > 0 };
  const output = createOutput({ stdout: stream as never, stderr: stream as never }, { TERM: "xterm" });
  greetOwner({ home, url: URL_OF_SERVER }, output);
  await expect.poll(() => said.join("")).toMatch(/catalyst open|magic-link/);
  return said.join("");
}

test("on a terminal the owner gets a link, until they are signed in somewhere", async () => {
  expect(await greet(true)).toContain(LINK);
  sessions = [{}];
  expect(await greet(true)).not.toContain("magic-link");
});

test("what isn't a terminal, and may be kept, gets none", async () => {
  const said = await greet(false);
  expect(said).toContain("Open http://localhost:3210");
  expect(said).not.toContain("magic-link");
});
