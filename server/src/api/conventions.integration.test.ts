import { BASE_PATH, ROUTES, type Route } from "@catalyst/api";
import { storeTask } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (let count = 0; count < 5; count++) {
    await storeTask(server.db);
  }
});

afterAll(() => server.close());

function get(path: string, headers: Record<string, string> = {}) {
  return ask(server.socketPath, { path: path.startsWith(BASE_PATH) ? path : BASE_PATH + path, headers });
}

function post(path: string, body: object) {
  const headers = { "content-type": "application/json" };
  return ask(server.socketPath, { path: BASE_PATH + path, method: "POST", headers, body: JSON.stringify(body) });
}

test("a list says where its next page is, with all that was asked for", async () => {
  const numbers: number[] = [];
  let path: string | undefined = "/tasks?limit=2&refused=true&q=fix";
  while (path !== undefined) {
    const { text, headers } = await get(path);
    numbers.push(...JSON.parse(text).data.map((task: { number: number }) => task.number));
    path = /^<([^>]+)>; rel="next"$/.exec(String(headers.link))?.[1];
  }
  expect(numbers).toEqual([5, 4, 3, 2, 1]);
});

test("tasks are listed by repository, by words of the title, and one's own alone", async () => {
  const count = async (query: string) => JSON.parse((await get(`/tasks?${query}`)).text).data.length;
  const [{ repoId }] = JSON.parse((await get("/tasks")).text).data;
  expect(await count(`repo=${repoId}`)).toBe(5);
  expect(await count("repo=srv/repo&q=FIX&mine=false")).toBe(5);
  expect(await count("repo=another")).toBe(0);
  expect(await count("q=%25")).toBe(0);
  expect(await count("mine=true")).toBe(5);
  const { id } = await server.deps.accounts.ensureUser("ann");
  await server.db.pool.query("update agent_tasks set assigned_by = $1 where number < 3", [id]);
  expect(await count("mine=true")).toBe(3);
});

test.each(Object.entries<Route>(ROUTES))(
  "%s refuses what it doesn't know in a query, and names it",
  async (_, route) => {
    const path = route.path.replaceAll(/\{\w+\}/g, "019a0000-0000-7000-8000-000000000000");
    const { status, text } = await ask(server.socketPath, {
      method: route.method.toUpperCase(),
      path: `${BASE_PATH}${path}?colour=red`,
      ...(route.request.body === undefined ? {} : { headers: { "content-type": "application/json" }, body: "{}" }),
    });
    expect({ status, body: JSON.parse(text) }).toMatchObject({
      status: 400,
      body: {
        code: "invalid_input",
        errors: expect.arrayContaining([expect.objectContaining({ path: "query.colour" })]),
      },
    });
  },
);

test("what was made says where it is found", async () => {
  const task = {
    repository: { kind: "folder", path: "/srv/shop", head: null },
    source: { kind: "prompt", text: "Go" },
  };
  const made = await post("/tasks", task);
  expect(made.status).toBe(201);
  const found = await get(String(made.headers.location));
  expect(JSON.parse(found.text)).toMatchObject({ id: JSON.parse(made.text).id });
});

test("whoever has what there is gets nothing, and all of it once it is otherwise", async () => {
  const path = "/tasks/1";
  const { headers } = await get(path);
  const tag = String(headers.etag);
  const same = await get(path, { "if-none-match": `"other", ${tag}` });
  expect(same).toMatchObject({ status: 304, text: "", headers: { etag: tag } });
  await post("/tasks/1/cancel", {});
  const other = await get(path, { "if-none-match": tag });
  expect(other.status).toBe(200);
  expect(other.headers.etag).not.toBe(tag);
});

test("a head is asked for with the same tag, and a refusal has none", async () => {
  const { headers } = await get("/tasks");
  const head = await ask(server.socketPath, { path: `${BASE_PATH}/tasks`, method: "HEAD" });
  expect(head).toMatchObject({ status: 200, text: "", headers: { etag: headers.etag } });
  expect((await get("/tasks/999", { "if-none-match": "*" })).status).toBe(404);
});

test("a setting is changed where it is as its client knows it, and not when somebody was faster", async () => {
  const change = async (value: number, tag?: string) => {
    const headers = { "content-type": "application/json", ...(tag === undefined ? {} : { "if-match": tag }) };
    const path = `${BASE_PATH}/settings/timeoutMinutes`;
    const { status, text } = await ask(server.socketPath, {
      path,
      method: "PUT",
      headers,
      body: JSON.stringify({ value }),
    });
    return { status, ...JSON.parse(text) };
  };
  const tag = String((await get("/settings")).headers.etag);
  expect(await change(5, tag)).toMatchObject({ status: 200 });
  const refused = await change(6, tag);
  expect(refused).toMatchObject({ status: 412, code: "outdated", way: { kind: "see_list", of: "settings" } });
  const removed = await ask(server.socketPath, {
    path: `${BASE_PATH}/settings/timeoutMinutes`,
    method: "DELETE",
    headers: { "if-match": tag },
  });
  expect(removed.status).toBe(412);
  expect(JSON.parse((await get("/settings")).text).settings).toMatchObject({ timeoutMinutes: 5 });
  expect(await change(7, "*")).toMatchObject({ status: 200 });
  expect(await change(8)).toMatchObject({ status: 200 });
});
