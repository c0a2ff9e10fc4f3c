import { ROUTES } from "@catalyst/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const get = (path: string, method = "GET") =>
  ask(server.url, { path, method, headers: { host: new URL(server.url).host } });

test("the page shows every route to whoever asks, and each of its links leads somewhere", async () => {
  const { status, text, headers } = await get("/api/v1/docs");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  for (const operation of Object.keys(ROUTES)) {
    expect(text).toContain(`id="${operation}"`);
  }
  const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...text.matchAll(/ href="([^"]+)"/g)].map(([, link = ""]) => link);
  for (const link of links.filter((one) => one.startsWith("#"))) {
    expect(ids).toContain(link.slice(1));
  }
  for (const link of links.filter((one) => !one.startsWith("#"))) {
    expect((await get(new URL(link, `${server.url}/api/v1/docs`).pathname)).status, link).toBe(200);
  }
});

test("nothing of it comes from elsewhere or runs, and its policy says so", async () => {
  const { text, headers } = await get("/api/v1/docs");
  expect(text).not.toMatch(/<script|style=|<style|https?:\/\/|javascript:/);
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'self';/);
});

test("it can be looked at and no more, also over the owner's socket", async () => {
  expect(await get("/api/v1/docs", "HEAD")).toMatchObject({ status: 200, text: "" });
  expect((await get("/api/v1/docs", "PUT")).status).toBeGreaterThanOrEqual(400);
  expect((await ask(server.socketPath, { path: "/api/v1/docs.css" })).headers["content-type"]).toContain("text/css");
});
