import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchSetupSecrets } from "./fetch-setup-secrets.ts";

let server: Server;
let folder: string;
let answers: { status: number; body: string }[];
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const { status, body } = answers.shift() ?? { status: 500, body: "" };
    response.writeHead(status).end(body);
  });
  folder = await mkdtemp(join(tmpdir(), "catalyst-runner-"));
  await new Promise<void>((resolve) => server.listen(join(folder, "gateway.sock"), resolve));
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const fetchThem = (signal = new AbortController().signal) =>
  fetchSetupSecrets({ gateway: { socket: join(folder, "gateway.sock") }, token: "t", signal });

test("the secrets come as variables, also from a gateway that was away for a moment", async () => {
  answers = [
    { status: 503, body: "" },
    { status: 200, body: '{"variables":{"NPM_TOKEN":"a\\nb"}}' },
  ];
  expect(await fetchThem()).toEqual({ NPM_TOKEN: "a\nb" });
  expect(asked).toEqual(["GET /setup-secrets Bearer t", "GET /setup-secrets Bearer t"]);
});

test("a refusal is final", async () => {
  answers = [{ status: 403, body: "{}" }];
  await expect(fetchThem()).rejects.toThrow("answered with 403");
  expect(asked).toHaveLength(1);
});

test("who is told to stop doesn't go on asking", async () => {
  answers = [];
  await expect(fetchThem(AbortSignal.timeout(50))).rejects.toThrow();
  expect(asked.length).toBeLessThan(3);
});
