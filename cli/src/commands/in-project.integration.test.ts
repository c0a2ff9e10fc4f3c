import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHome, type TestHome } from "../testing/open-test-home.ts";
import { runForTest } from "../testing/run-for-test.ts";

let home: TestHome;
beforeAll(async () => {
  home = await openTestHome({ hasServices: false });
});
afterAll(() => home?.close());

test.each([
  "credentials list",
  "credentials test anthropic",
  "credentials remove anthropic",
  "secrets list",
  "secrets remove NPM_TOKEN",
  "config show",
  "config check",
  "config default-branch",
  "tasks list",
])("%s asks in the project that is named", async (words) => {
  const args = [...words.split(" "), "--project", "nobody/web"];
  const ended = await runForTest({ args, env: home.env, currentFolder: join(home.folder, "shop") });
  expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("there is no project nobody/web") });
});

test("tasks are listed of the team that is named", async () => {
  const args = ["tasks", "list", "--team", "nobody"];
  const ended = await runForTest({ args, env: home.env, currentFolder: home.folder });
  expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("there is no team nobody") });
});

test("an invitation that nobody could open is refused as one", async () => {
  const ended = await runForTest({ args: ["people", "invite", "Bea"], env: home.env, currentFolder: home.folder });
  expect(ended.stderr).toContain("Making a link failed: this server listens on no port");
});
