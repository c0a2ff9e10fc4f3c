import { expect, test } from "vitest";
import { askForScript, runScript } from "../product/run-script.ts";
import { tried } from "../product/tried.ts";
import { program } from "./attack.ts";
import { EXHAUSTING } from "./exhaust.ts";
import { ground } from "./open-ground.ts";

/** What the agent of `e2e/malicious` uses up, in a pod. */

test.each(EXHAUSTING)("$what", async ({ script, holds }) => {
  const around = ground();
  await holds(await runScript(tried.product, script(around), { timeoutSeconds: 240 }), around);
});

/** They go on until they are ended. */
const FLOODS: [what: string, script: string][] = [
  [
    "connections that are kept",
    program(`const open = new Set();
      setInterval(() => { for (let i = 0; i < 100 && open.size < 2000; i++) { const s = connect({ host: "127.0.0.1", port: 8787 }); open.add(s); s.on("error", () => {}).on("close", () => open.delete(s)); } }, 20);
      console.log("at work");`),
  ],
  [
    "connections of its own to the gateway's door that are made and left",
    program(`const [host, port] = "GATEWAY".split(":");
      const one = () => { const s = connect({ host, port }, () => s.destroy()); s.on("error", () => {}).on("close", () => setImmediate(one)); };
      for (let i = 0; i < 64; i++) one();
      console.log("at work");`),
  ],
  [
    "requests with its token",
    program(`const one = () => void ask("POST", "/llm/openai/v1/responses").then(() => setImmediate(one));
      for (let i = 0; i < 64; i++) one();
      console.log("at work");`),
  ],
];

test.each(FLOODS)("%s leave another execution its time", async (_what, script) => {
  const attacking = await askForScript(tried.product, script.replace("GATEWAY", ground().gateway), {
    timeoutSeconds: 280,
  });
  await expect.poll(async () => await saidBy(attacking.id)).toContain("at work");
  const other = await runScript(tried.product, "echo two > a.txt && git commit -qam Two");
  expect(other.task, other.output).toMatchObject({ status: "completed" });
  expect(await tried.product.whenNo(attacking.id)).toMatchObject({ status: "running" });
  await tried.product.client.call("cancelTask", { params: { task: attacking.id } });
  await tried.product.whenNo(attacking.id, "pending", "provisioning", "running");
});

async function saidBy(task: string): Promise<string> {
  const { data } = await tried.product.client.call("listExecutions", { params: { task }, query: {} });
  const events = await Promise.all(data.map(({ id }) => tried.product.eventsOf(id)));
  return events
    .flat()
    .map((body) => String(body.text ?? ""))
    .join("\n");
}
