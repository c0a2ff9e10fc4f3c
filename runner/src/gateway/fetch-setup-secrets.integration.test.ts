import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchSetupSecrets } from "./fetch-setup-secrets.ts";

let server: Server;
let answers: { status: number; body: string }[];
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const { status, body } = answers.shift() ?? { status: 500, body: "" };
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => server.close());

const fetchThem = (signal = new AbortController().signal) =>
  fetchSetupSecrets({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: "t", signal });

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
