import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createOutput, type Screen, toJsonLine } from "./output.ts";

function screen(isTTY: boolean) {
  const stream: Screen = new PassThrough();
  stream.isTTY = isTTY;
  return { stream, text: () => String((stream as PassThrough).read() ?? "") };
}

test("NO_COLOR wins over FORCE_COLOR, which wins over the stream", () => {
  const streams = { stdout: screen(true).stream, stderr: screen(true).stream };
  const isColored = (env: Record<string, string>, out = streams) => createOutput(out, env).colors.red("x") !== "x";
  expect(isColored({})).toBe(true);
  expect(isColored({ NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(false);
  expect(isColored({ TERM: "dumb" })).toBe(false);
  const piped = { stdout: screen(false).stream, stderr: screen(true).stream };
  expect(isColored({}, piped)).toBe(false);
  expect(isColored({ FORCE_COLOR: "1" }, piped)).toBe(true);
});

test("data goes to stdout and talk to stderr", () => {
  const [stdout, stderr] = [screen(false), screen(false)];
  const output = createOutput({ stdout: stdout.stream, stderr: stderr.stream }, {});
  output.data("a");
  output.sayOnce("b");
  output.sayOnce("b");
  output.status("never drawn where nobody watches");
  expect(stdout.text()).toBe("a\n");
  expect(stderr.text()).toBe("b\n");
});

test("a status line makes way for other lines and comes back below them", () => {
  const both = screen(true);
  const output = createOutput({ stdout: both.stream, stderr: both.stream }, { NO_COLOR: "1" });
  output.status("working");
  output.data("line");
  output.status(null);
  expect(both.text()).toBe("\r\u001b[2Kworking\r\u001b[2Kline\nworking\r\u001b[2K");
});

test("JSON holds nothing that a terminal obeys, and nothing is lost", () => {
  const value = { text: "a\u001b[31m\u009b\u202e\u200b\u0007é你" };
  const line = toJsonLine(value);
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202e]/);
  expect(JSON.parse(line)).toEqual(value);
});

test("a status line is cut to the terminal's width, so that it can be removed again", () => {
  const both = screen(true);
  both.stream.columns = 6;
  createOutput({ stdout: both.stream, stderr: both.stream }, { NO_COLOR: "1" }).status("👋orking on it");
  expect(both.text()).toBe("\r\u001b[2K👋orki");
});
