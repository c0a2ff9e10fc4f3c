import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../run-cli.ts";
import { openTestHome, type TestHome } from "../testing/open-test-home.ts";
import { runForTest } from "../testing/run-for-test.ts";

let home: TestHome;
beforeAll(async () => {
  home = await openTestHome();
});
afterAll(() => home?.close());

interface Message {
  id?: number;
  result?: { structuredContent?: Record<string, unknown>; content?: { text: string }[]; isError?: boolean };
}

/** A client that started `catalyst mcp` in a folder of its own. */
function startClient(args: string[] = [], currentFolder = join(home.folder, "shop")) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const said = { out: "", err: "" };
  stdout.on("data", (chunk) => {
    said.out += chunk;
  });
  stderr.on("data", (chunk) => {
    said.err += chunk;
  });
  const input = { args: ["mcp", ...args], env: home.env, currentFolder, stdout, stderr };
  const exitCode = runCli({ ...input, stdin: stdin as unknown as NodeJS.ReadStream });
  const messages = (): Message[] =>
    said.out
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  let count = 0;
  const send = (message: object) => stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const ask = async (method: string, params: object): Promise<Message> => {
    count += 1;
    const id = count;
    send({ id, method, params });
    await expect.poll(() => messages().find((message) => message.id === id)).toBeDefined();
    return messages().find((message) => message.id === id) as Message;
  };
  const call = async (name: string, input: object) => (await ask("tools/call", { name, arguments: input })).result;
  return { ask, call, send, said, messages, end: () => stdin.end(), exitCode };
}

async function connect(args: string[] = []) {
  const client = startClient(args);
  const clientInfo = { name: "test", version: "1" };
  await client.ask("initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo });
  client.send({ method: "notifications/initialized" });
  return client;
}

test("an agent's own tools make a task of the folder that it works in, and end with its pipe", async () => {
  const client = await connect();
  const made = await client.call("create_task", { prompt: "Fix the sum" });
  expect(made?.structuredContent).toMatchObject({ task: { title: "Fix the sum", status: "pending" } });
  const { number = 0 } = (made?.structuredContent?.task ?? {}) as { number?: number };
  const waited = await client.call("wait_task", { task: number, timeoutSeconds: 1 });
  expect(waited?.structuredContent).toMatchObject({ isSettled: false });
  const shown = await runForTest({ args: ["tasks", "show", String(number)], env: home.env });
  expect(shown.stdout).toContain(join(home.folder, "shop"));
  // What is still waited for keeps nobody.
  client.send({ id: 99, method: "tools/call", params: { name: "wait_task", arguments: { task: number } } });
  client.end();
  expect(await client.exitCode).toBe(0);
  expect(client.said.err).toBe("");
  expect(client.messages().every((message) => "jsonrpc" in message)).toBe(true);
});

test("what is wrong with a folder is said to the model, and nothing but the protocol is written", async () => {
  const client = await connect();
  const refused = await client.call("create_task", { prompt: "Fix it", repository: home.folder });
  expect(refused).toMatchObject({ isError: true });
  expect(refused?.content?.[0]?.text).toMatch(/repository/i);
  client.send({ nonsense: true });
  expect(await client.ask("tools/list", {})).toMatchObject({ result: { tools: expect.any(Array) } });
  client.end();
  expect(await client.exitCode).toBe(0);
});

test("a message without an end closes the pipe instead of filling the memory", async () => {
  const client = await connect();
  client.send({
    id: 7,
    method: "tools/call",
    params: { name: "create_task", arguments: { prompt: "x".repeat(2 ** 23) } },
  });
  expect(await client.exitCode).toBe(0);
});

test("where nobody is signed in, that is said before anything is served", async () => {
  const { exitCode, stdout, stderr } = await runForTest({
    args: ["mcp", "--server", "https://catalyst.example.com"],
    env: home.env,
  });
  expect(exitCode).toBe(4);
  expect(stdout).toBe("");
  expect(stderr).toContain("catalyst login https://catalyst.example.com");
});
