import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { openBrowser } from "./testing/browser.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { web: { socketPath: "/nobody/listens.sock" } });
});
afterAll(() => server.close());

test("with a web app the owner's link leads there, and so does who they are", async () => {
  const { text } = await ask(server.socketPath, { method: "POST", path: "/api/v1/sign-in-links" });
  const browser = openBrowser(server.url);
  const landed = await browser.get((JSON.parse(text) as { url: string }).url);
  expect([landed.status, landed.headers.get("location")]).toEqual([302, `${server.url}/`]);
  expect(await (await browser.get("/sign-in/done")).text()).toContain('<a href="/">');
});

test("whoever signs in comes back to the page that they came for", async () => {
  const shown = await openBrowser(server.url).get(`/sign-in?next=${encodeURIComponent("/agent-tasks/483?tab=plan")}`);
  expect(await shown.text()).toContain('name="next" value="/agent-tasks/483?tab=plan"');
  const elsewhere = await openBrowser(server.url).get("/sign-in?next=//evil.example");
  expect(await elsewhere.text()).toContain('name="next" value="/"');
});

test("the machine's owner, who has no password yet, is told how they sign in", async () => {
  const shown = await (await openBrowser(server.url).get("/sign-in")).text();
  expect(shown).toContain("<code>catalyst open</code> prints a link");
  const used = await (await openBrowser(server.url).get("/sign-in?error=INVALID_TOKEN")).text();
  expect(used).toContain("Whoever runs the server gets another by: catalyst open");
});

test("how these pages look is a file of ours, which they may load and nothing else", async () => {
  const page = await openBrowser(server.url).get("/sign-in");
  expect(page.headers.get("content-security-policy")).toContain(`style-src ${server.url}/sign-in/pages.css`);
  const style = await openBrowser(server.url).get("/sign-in/pages.css");
  expect([style.status, style.headers.get("content-type")]).toEqual([200, "text/css"]);
});
