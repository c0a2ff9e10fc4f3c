import { expect, test } from "vitest";
import { patientFetch } from "./patient-fetch.ts";

const SHOWN = "http://localhost/agent-tasks/1?tab=raw";
const REFRESH = `${SHOWN}&_rsc=a`;
const PAGE = { headers: { rsc: "1" } };

/** Answers in turn; a string as the whole body. */
function play(...answers: (string | Error | Response)[]) {
  const asked: string[] = [];
  const waited: number[] = [];
  const ask = patientFetch({
    async fetch(input) {
      asked.push(String(input));
      const answer = answers.shift();
      if (answer instanceof Error || answer === undefined) {
        throw answer ?? new Error("asked too often");
      }
      return typeof answer === "string" ? new Response(answer) : answer;
    },
    shown: () => SHOWN,
    wait: async (milliseconds) => void waited.push(milliseconds),
  });
  return { ask, asked, waited };
}

const away = () => new TypeError("Failed to fetch");
const broken = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("0:half"));
      },
      pull: (controller) => controller.error(new TypeError("network error")),
    }),
  );

test("a page is asked for until somebody answers, with growing pauses", async () => {
  const { ask, asked, waited } = play(away(), new Response("", { status: 503 }), away(), away(), away(), "the page");
  expect(await (await ask(REFRESH, PAGE)).text()).toBe("the page");
  expect(asked).toHaveLength(6);
  expect(waited).toEqual([500, 1000, 2000, 3000, 3000]);
});

test("the page that is shown is replaced by a whole one: what broke off is asked for again", async () => {
  const { ask } = play(broken(), "the page");
  expect(await (await ask(REFRESH, PAGE)).text()).toBe("the page");
});

test("another page is shown as it comes", async () => {
  const { ask, waited } = play(broken());
  const answer = await ask("/agent-tasks/2?_rsc=a", PAGE);
  expect(waited).toEqual([]);
  await expect(answer.text()).rejects.toThrow("network error");
});

test("an answer keeps from where it came, and with which status", async () => {
  const had = new Response("not there", { status: 404, headers: { "content-type": "text/x-component" } });
  Object.defineProperties(had, { url: { value: `${SHOWN}#a` }, redirected: { value: true } });
  const { ask } = play(had);
  const answer = await ask(REFRESH, PAGE);
  expect(answer).toMatchObject({ status: 404, url: `${SHOWN}#a`, redirected: true });
  expect(answer.headers.get("content-type")).toBe("text/x-component");
});

test.each([
  ["an action, which may have been done", { ...PAGE, method: "POST" }],
  ["what is had beforehand", { headers: { rsc: "1", "next-router-prefetch": "1" } }],
  ["what isn't the router's", {}],
])("%s is asked for once", async (_what, init) => {
  const { ask, asked } = play(away());
  await expect(ask("/agent-tasks/1", init)).rejects.toThrow("Failed to fetch");
  expect(asked).toHaveLength(1);
});

test("what nobody wants any more is not asked for again", async () => {
  const { ask, asked } = play(away(), "the page");
  await expect(ask(REFRESH, { ...PAGE, signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  expect(asked).toHaveLength(1);
});
